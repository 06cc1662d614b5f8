"""What the language model cost, interview by interview: figures for the operator, no word of anybody."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from server.domain.events import ClientSaid
from server.domain.llm.usage import Usage, total
from server.usecases.ports import Engine

RECENT = 100


@dataclass(frozen=True, slots=True)
class InterviewUsage:
    """One interview: how its client's turns were said, what was stopped, what it cost."""

    interview: str
    scenario: str
    at: float
    turns: int
    by_model: int
    model: str | None
    faults: tuple[tuple[str, int], ...]
    caught: tuple[tuple[str, int], ...]
    usage: Usage


def voice_usage(engine: Engine, limit: int = RECENT) -> tuple[InterviewUsage, ...]:
    """The most recent interviews in which a model was asked, newest first."""
    found = []
    for header in engine.store.recent(limit):
        said = [item.event for item in engine.store.read(header.id) if isinstance(item.event, ClientSaid)]
        asked = [event for event in said if event.usage is not None]
        if asked:
            found.append(_of(header.id, header.scenario, header.created_at, said, asked))
    return tuple(found)


def _of(
    interview: str, scenario: str, at: float, said: Sequence[ClientSaid], asked: Sequence[ClientSaid]
) -> InterviewUsage:
    return InterviewUsage(
        interview=interview,
        scenario=scenario,
        at=at,
        turns=len(said),
        by_model=sum(event.voice == "llm" for event in said),
        model=asked[-1].model,
        faults=tuple(Counter(event.fault for event in asked if event.fault).most_common()),
        caught=tuple(Counter(rule for event in asked for rule in event.caught).most_common()),
        usage=total(event.usage for event in asked if event.usage),
    )
