"""The pages read afterwards: debrief, samples, my interviews, my progress, two attempts side by side."""

import asyncio

from fastapi import APIRouter, Query, Request
from starlette.responses import RedirectResponse, Response

from server.domain.errors import BadInput, NotFound, WrongMoment
from server.entrypoints.web import presenters
from server.entrypoints.web.api import House, Me
from server.entrypoints.web.own import attempts_of, debrief_of, now_of, read_whole, theme_names
from server.entrypoints.web.presenters.debrief import DebriefView
from server.entrypoints.web.services import Services
from server.entrypoints.web.templates import Pages
from server.usecases.score import score

router = APIRouter(include_in_schema=False, default_response_class=Response)
SEE_OTHER = 303


@router.get("/interviews/{interview_id}/debrief")
async def debrief(request: Request, interview_id: str, me: Me, house: House, pages: Pages) -> Response:
    """The debrief, or the page that waits for it."""
    own = await asyncio.to_thread(read_whole, house, me.id, interview_id)
    if own.interview.ended is None:
        return RedirectResponse(f"/interviews/{interview_id}", SEE_OTHER)
    view = await asyncio.to_thread(debrief_of, house, me.id, own)
    if view is None:
        await house.desk.catch_up(interview_id)
        waiting = presenters.wait_view(own.scenario, interview_id, own.interview.assessment_failed)
        return pages.page(request, "debrief_wait.html", waiting)
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


@router.get("/compare")
async def compare(
    request: Request,
    me: Me,
    house: House,
    pages: Pages,
    a: str = Query(max_length=64),
    b: str = Query(max_length=64),
) -> Response:
    """Two of my attempts side by side, the older first; a branch beside its origin."""
    if a == b:
        raise BadInput("Choisissez deux tentatives différentes.")
    left = await asyncio.to_thread(_judged, house, me.id, a)
    right = await asyncio.to_thread(_judged, house, me.id, b)
    if left.kind != right.kind or left.rubric != right.rubric:
        raise BadInput(
            "Ces deux entretiens n'ont pas la même grille : choisissez deux fois le même exercice."
        )
    view = presenters.compare_view(left, right)
    return pages.page(request, "compare.html", view)


def _judged(house: Services, owner: str, interview_id: str) -> DebriefView:
    view = debrief_of(house, owner, read_whole(house, owner, interview_id))
    if view is None:
        raise WrongMoment("Cet entretien n'a pas encore de débrief. Revenez dans un instant.")
    return view
