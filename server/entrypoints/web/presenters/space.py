"""My space, and one interview as plain text."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.domain.scenario import Scenario
from server.domain.transcript import Turn
from server.entrypoints.web.presenters.debrief.model import DebriefView
from server.entrypoints.web.presenters.shared import Attempt, Caller, HintLine, caller_of


@dataclass(frozen=True, slots=True)
class Kept:
    """How much is kept about someone."""

    interviews: int
    turns: int
    records: int
    hints: int


@dataclass(frozen=True, slots=True)
class SpaceView:
    """What is kept; ``erased`` is how many interviews have just been erased, None otherwise."""

    kept: Kept
    erased: int | None


def space_view(attempts: Sequence[Attempt], erased: int | None = None) -> SpaceView:
    """The page « Mon espace ». An erasure is told only while nothing is kept."""
    kept = Kept(
        interviews=len(attempts),
        turns=sum(one.turns for one in attempts),
        records=sum(one.recorded for one in attempts),
        hints=sum(one.hints for one in attempts),
    )
    return SpaceView(kept, None if attempts else erased)


@dataclass(frozen=True, slots=True)
class TextView:
    """One interview to be read as text; ``debrief`` is None while there is none."""

    caller: Caller
    title: str
    turns: tuple[Turn, ...]
    hints: tuple[HintLine, ...]
    debrief: DebriefView | None


def text_view(
    scenario: Scenario, turns: Sequence[Turn], hints: Sequence[HintLine], debrief: DebriefView | None
) -> TextView:
    """The conversation as it was said, then the debrief."""
    return TextView(caller_of(scenario), scenario.title, tuple(turns), tuple(hints), debrief)
