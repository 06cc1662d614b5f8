"""The pages: choose, prepare, converse, fill the record, read the debrief, follow one's progress."""

import asyncio
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import RedirectResponse, Response

from server import __version__
from server.domain.assessment.model import Assessment
from server.domain.errors import BadInput, NotFound
from server.domain.events import Mode
from server.domain.interview import Interview, fold, transcript_of
from server.domain.scenario import Scenario
from server.entrypoints.web import presenters
from server.entrypoints.web.api import House, Me, read_own
from server.entrypoints.web.identity import Person
from server.entrypoints.web.presenters import Attempt, BranchOrigin
from server.entrypoints.web.services import Services
from server.entrypoints.web.templates import Templates
from server.usecases.administer import claim
from server.usecases.content import rubric_of, scenario_of
from server.usecases.open_interview import open_interview
from server.usecases.ports import Header
from server.usecases.score import score
from server.usecases.voice_usage import voice_usage

router = APIRouter(include_in_schema=False, default_response_class=Response)
SEE_OTHER = 303


def templates_of(request: Request) -> Templates:
    """The templates wired at start."""
    templates: Templates = request.app.state.templates
    return templates


Pages = Annotated[Templates, Depends(templates_of)]


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
    return pages.page(request, "interview.html", view)


@router.get("/interviews/{interview_id}/record")
async def record(request: Request, interview_id: str, me: Me, house: House, pages: Pages) -> Response:
    """The client record to fill."""
    _, scenario, interview = await asyncio.to_thread(read_own, house, me.id, interview_id)
    view = presenters.record_view(
        scenario, interview.record, interview=interview_id, ended=interview.ended is not None
    )
    return pages.page(request, "record.html", view)


@router.get("/interviews/{interview_id}/debrief")
async def debrief(request: Request, interview_id: str, me: Me, house: House, pages: Pages) -> Response:
    """The debrief, or the page that waits for it."""
    header, scenario, interview = await asyncio.to_thread(read_own, house, me.id, interview_id)
    if interview.ended is None:
        return RedirectResponse(f"/interviews/{interview_id}", SEE_OTHER)
    if interview.assessment is None:
        await house.desk.catch_up(interview_id)
        waiting = presenters.wait_view(scenario, interview_id, interview.assessment_failed)
        return pages.page(request, "debrief_wait.html", waiting)
    ranks = [h.id for h in await asyncio.to_thread(same_scenario, house, me.id, header)]
    view = presenters.debrief_view(
        scenario,
        rubric_of(house.engine, header),
        house.engine.library.catalogue,
        transcript_of(interview, interview_id),
        Assessment.model_validate(interview.assessment),
        interview.moves,
        interview.readings,
        header.mode,
        interview_id,
        themes=theme_names(house),
        started=moment(interview.opened_at),
        attempt=ranks.index(interview_id) + 1 if interview_id in ranks else 1,
        attempts=max(1, len(ranks)),
        origin=origin_of(interview),
        before=await asyncio.to_thread(origin_assessment, house, me.id, interview),
    )
    return pages.page(request, "debrief.html", view)


@router.get("/samples/{sample_id}")
async def sample_debrief(request: Request, sample_id: str, house: House, pages: Pages) -> Response:
    """The debrief of a shipped sample, for a guided look."""
    library = house.engine.library
    transcript = next((sample for sample in library.samples() if sample.id == sample_id), None)
    if transcript is None:
        raise NotFound("Cet exemple n'existe pas. Revenez aux rendez-vous.")
    scenario = library.scenario(transcript.scenario)
    assessment, readings = await asyncio.to_thread(score, library, transcript)
    view = presenters.debrief_view(
        scenario,
        library.rubric(scenario.rubric),
        library.catalogue,
        transcript,
        assessment,
        (),
        readings,
        "training",
        None,
        themes=theme_names(house),
    )
    return pages.page(request, "debrief.html", view)


@router.get("/debriefs")
async def debriefs(request: Request, me: Me, house: House, pages: Pages) -> Response:
    """My interviews."""
    library = house.engine.library
    attempts = await asyncio.to_thread(attempts_of, house, me.id)
    view = presenters.debriefs_view(library.scenarios(), library.rubrics(), attempts, now_of(house))
    return pages.page(request, "debriefs.html", view)


@router.get("/progress")
async def progress(request: Request, me: Me, house: House, pages: Pages) -> Response:
    """Each criterion over my attempts."""
    library = house.engine.library
    attempts = await asyncio.to_thread(attempts_of, house, me.id)
    view = presenters.progress_view(library.scenarios(), library.rubrics(), attempts)
    return pages.page(request, "progress.html", view)


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


def origin_of(interview: Interview) -> BranchOrigin | None:
    """Where a branch comes from; None for an interview of its own."""
    opened = interview.opened
    if opened is None or not opened.branched_from or not opened.branched_turn:
        return None
    return BranchOrigin(opened.branched_from, opened.branched_turn)


def origin_assessment(house: Services, owner: str, interview: Interview) -> Assessment | None:
    """The assessment of the interview a branch comes from, if it has one."""
    origin = origin_of(interview)
    if origin is None:
        return None
    _, _, first = read_own(house, owner, origin.interview)
    return Assessment.model_validate(first.assessment) if first.assessment else None


def now_of(house: Services) -> datetime:
    """The present moment, from the engine's clock."""
    return moment(house.engine.clock())


def moment(seconds: float) -> datetime:
    """Seconds since the epoch as a date."""
    return datetime.fromtimestamp(seconds, UTC)


def theme_names(house: Services) -> dict[str, str]:
    """Themes in French."""
    return {theme.id: theme.label for theme in house.engine.library.lexicon.themes}


def same_scenario(house: Services, owner: str, header: Header) -> list[Header]:
    """A person's interviews on one scenario, oldest first."""
    own = house.engine.store.headers(owner)
    return [item for item in reversed(own) if item.scenario == header.scenario]


def attempts_of(house: Services, owner: str) -> list[Attempt]:
    """A person's interviews with their assessments, newest first."""
    found = []
    for header in house.engine.store.headers(owner):
        scenario = scenario_of(house.engine, header)
        found.append(_attempt(header, scenario, fold(house.engine.store.read(header.id), scenario)))
    return found


def _attempt(header: Header, scenario: Scenario, interview: Interview) -> Attempt:
    opened = interview.opened
    assessed = interview.assessment
    return Attempt(
        id=header.id,
        scenario=header.scenario,
        mode=header.mode,
        at=moment(header.created_at),
        ended=interview.ended is not None,
        turns=len(interview.turns),
        assessment=Assessment.model_validate(assessed) if assessed else None,
        branched_from=opened.branched_from if opened else None,
        branched_turn=opened.branched_turn if opened else None,
        facts_found=len(interview.client.revealed),
        facts_total=len(scenario.facts),
    )
