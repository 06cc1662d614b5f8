"""The page of components. Served in development only: ``ENTRETIEN_DESIGN``."""

import asyncio
from datetime import timedelta
from pathlib import Path

from fastapi import APIRouter, Request
from starlette.responses import Response

from server.domain.assessment.model import Assessment
from server.domain.transcript import Transcript
from server.entrypoints.web import presenters
from server.entrypoints.web.api import House
from server.entrypoints.web.own import now_of, theme_names
from server.entrypoints.web.presenters import Attempt
from server.entrypoints.web.presenters.design import DesignView
from server.entrypoints.web.services import Services
from server.entrypoints.web.templates import Pages
from server.usecases.score import score


def design_router(web: Path) -> APIRouter:
    """The route, with the folder of the stylesheets it reads."""
    router = APIRouter(include_in_schema=False, default_response_class=Response)

    @router.get("/design")
    async def design(request: Request, house: House, pages: Pages) -> Response:
        """Tokens, type scale and components, as the pages use them."""
        view = await asyncio.to_thread(_view, house, web / "static")
        return pages.page(request, "design.html", view)

    return router


def _view(house: Services, static: Path) -> DesignView:
    library, now = house.engine.library, now_of(house)
    first = library.samples()[0]
    scenario = library.scenario(first.scenario)
    played = [sample for sample in library.samples() if sample.scenario == scenario.id]
    scored = [score(library, sample) for sample in played]
    assessment, readings = scored[-1]
    debrief = presenters.debrief_view(
        scenario,
        library.rubric(scenario.rubric),
        library.catalogue,
        played[-1],
        assessment,
        (),
        readings,
        "training",
        None,
        themes=theme_names(house),
    )
    attempts = [
        Attempt(
            id=sample.id,
            scenario=scenario.id,
            mode="exam" if place == len(played) else "training",
            at=now - timedelta(days=len(played) - place),
            ended=True,
            assessment=judged,
            branched_from=None if place in (0, len(played)) else played[0].id,
        )
        for place, (sample, judged) in enumerate(_repeated(played, [one for one, _ in scored]))
    ]
    read = [(static / name).read_text(encoding="utf-8") for name in ("tokens.css", "icons.svg")]
    return presenters.design_view(read[0], read[1], debrief, attempts, now)


def _repeated(played: list[Transcript], judged: list[Assessment]) -> list[tuple[Transcript, Assessment]]:
    """The samples in order, the first one once more: a chart that goes up and down."""
    pairs = list(zip(played, judged, strict=True))
    return [*reversed(pairs), pairs[0]]
