"""The live page. It knows the visible part of the scenario only; the conversation comes by the socket."""

from dataclasses import dataclass

from server.domain.catalogue import Catalogue
from server.domain.events import Mode
from server.domain.scenario import Scenario
from server.entrypoints.web.presenters.catalogue import CatalogueView, catalogue_view
from server.entrypoints.web.presenters.prepare import ClientFile, client_file, gender_of
from server.entrypoints.web.presenters.shared import BranchOrigin, Caller, caller_of


@dataclass(frozen=True, slots=True)
class InterviewView:
    """The page of one interview. ``elapsed`` is the conversation's length so far, in seconds."""

    id: str
    mode: Mode
    socket: str
    caller: Caller
    client_gender: str
    stage: str
    client_first: bool
    ended: bool
    elapsed: float
    steps: tuple[int, ...]
    file: ClientFile
    catalogue: CatalogueView
    has_record: bool
    origin: BranchOrigin | None


def interview_view(
    interview_id: str,
    scenario: Scenario,
    catalogue: Catalogue,
    mode: Mode,
    *,
    ended: bool = False,
    elapsed: float = 0.0,
    origin: BranchOrigin | None = None,
) -> InterviewView:
    """The live page of an interview, in training (tools at hand) or in exam (none)."""
    training = mode == "training"
    return InterviewView(
        id=interview_id,
        mode=mode,
        socket=f"/ws/interviews/{interview_id}",
        caller=caller_of(scenario),
        client_gender=gender_of(scenario),
        stage=scenario.opening.stage,
        client_first=scenario.opening.first == "client",
        ended=ended,
        elapsed=elapsed,
        steps=(1, 2, 3, 4, 5, 6, 7) if training else (),
        file=client_file(scenario),
        catalogue=catalogue_view(catalogue),
        has_record=bool(scenario.record),
        origin=origin,
    )
