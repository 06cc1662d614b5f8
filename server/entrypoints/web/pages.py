"""The pages that lead to a conversation: choose, prepare, converse, fill the record, look up the catalogue."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from server import __version__
from server.domain.errors import BadInput, NotFound
from server.domain.events import Mode
from server.entrypoints.web import presenters
from server.entrypoints.web.api import House, Me, read_own
from server.entrypoints.web.identity import Person
from server.entrypoints.web.own import attempts_of, moment, now_of, origin_of
from server.entrypoints.web.templates import Pages
from server.usecases.administer import claim
from server.usecases.open_interview import open_interview
from server.usecases.voice_usage import voice_usage

router = APIRouter(include_in_schema=False, default_response_class=Response)
SEE_OTHER = 303
MICROPHONE = "camera=(), geolocation=(), microphone=(self)"


@router.get("/")
async def home(request: Request, me: Me, house: House, pages: Pages) -> Response:
    """Choose a client; a newcomer is shown a sample debrief."""
    library = house.engine.library
    attempts = await asyncio.to_thread(attempts_of, house, me.id)
    sample = next(iter(library.samples()), None)
    view = presenters.home_view(
        library.scenarios(),
        library.rubrics(),
        attempts,
        now_of(house),
        (sample.id, sample.scenario) if sample else None,
    )
    return pages.page(request, "home.html", view)


@router.get("/scenarios/{scenario_id}")
async def prepare(request: Request, scenario_id: str, house: House, pages: Pages) -> Response:
    """What a real advisor would have before the interview."""
    library = house.engine.library
    scenario = library.scenario(scenario_id)
    view = presenters.prepare_view(scenario, library.rubric(scenario.rubric), library.catalogue)
    return pages.page(request, "prepare.html", view)


@router.post("/interviews")
async def start(
    me: Me,
    house: House,
    scenario: Annotated[str, Form(max_length=64)],
    csrf: Annotated[str, Form(max_length=400)],
    mode: Annotated[str, Form(max_length=16)] = "training",
) -> Response:
    """Open an interview from the preparation page."""
    house.identity.check_form(me, csrf)
    if mode not in ("training", "exam"):
        raise BadInput("Choisissez l'entraînement ou l'examen.")
    chosen: Mode = "exam" if mode == "exam" else "training"
    header = await asyncio.to_thread(open_interview, house.engine, me.id, scenario, chosen)
    return RedirectResponse(f"/interviews/{header.id}", SEE_OTHER)


@router.get("/interviews/{interview_id}")
async def converse(request: Request, interview_id: str, me: Me, house: House, pages: Pages) -> Response:
    """The conversation."""
    header, scenario, interview = await asyncio.to_thread(read_own, house, me.id, interview_id)
    last = (
        interview.ended_at or (interview.turns[-1].at or 0) + interview.opened_at if interview.turns else None
    )
    view = presenters.interview_view(
        interview_id,
        scenario,
        house.engine.library.catalogue,
        header.mode,
        ended=interview.ended is not None,
        elapsed=max(0.0, last - interview.opened_at) if last else 0.0,
        origin=origin_of(interview),
    )
    page = pages.page(request, "interview.html", view)
    page.headers["Permissions-Policy"] = MICROPHONE
    return page


@router.get("/interviews/{interview_id}/record")
async def record(request: Request, interview_id: str, me: Me, house: House, pages: Pages) -> Response:
    """The client record to fill."""
    _, scenario, interview = await asyncio.to_thread(read_own, house, me.id, interview_id)
    view = presenters.record_view(
        scenario, interview.record, interview=interview_id, ended=interview.ended is not None
    )
    return pages.page(request, "record.html", view)


@router.get("/catalogue")
async def catalogue(request: Request, house: House, pages: Pages) -> Response:
    """The dated catalogue."""
    view = presenters.catalogue_view(house.engine.library.catalogue)
    return pages.page(request, "catalogue.html", view)


@router.get("/administration/{token}")
async def claim_administration(request: Request, token: str, me: Me, house: House) -> Response:
    """The one-time link shown on the first start: whoever opens it first administers this installation."""
    await asyncio.to_thread(claim, house.engine.store, token)
    request.state.person = Person(me.id, admin=True, fresh=True)
    return RedirectResponse("/administration", SEE_OTHER)


@router.get("/administration")
async def administration(request: Request, me: Me, house: House, pages: Pages) -> Response:
    """What runs here; nothing of what learners said."""
    if not me.admin:
        raise NotFound("Cette page n'existe pas. Revenez aux rendez-vous.")
    usage = await asyncio.to_thread(voice_usage, house.engine)
    view = presenters.administration_view(
        house.engine.library, house.engine.voice.status(), __version__, usage, moment
    )
    return pages.page(request, "administration.html", view)
