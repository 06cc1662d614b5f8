"""How a conversation ends: walking out when it is earned, satisfied, or postponing."""

from collections.abc import Sequence

from server.domain.analysis.acts import Reading
from server.domain.client.state import ClientState, Outcome
from server.domain.phrases import Token, says_plainly
from server.domain.scenario import Exit, Scenario

GRACE_AFTER_PATIENCE = 6


def count_exits(
    state: ClientState, reading: Reading, heard: Sequence[Sequence[Token]], scenario: Scenario
) -> dict[str, int]:
    """How many times each exit's cause has occurred, this turn included."""
    counts = dict(state.exits)
    for way in scenario.exits:
        if way.after_fact and way.after_fact not in state.revealed:
            continue
        by_act = sum(act.act in way.acts for act in reading.acts)
        by_word = 1 if way.says and says_plainly(heard, way.says) else 0
        if by_act or by_word:
            counts[way.id] = counts.get(way.id, 0) + max(by_act, by_word)
    return counts


def walk_out(counts: dict[str, int], trust: int, turn: int, scenario: Scenario) -> Exit | None:
    """The exit whose conditions are all met, if any."""
    for way in scenario.exits:
        if way.after_turn is not None and turn < way.after_turn:
            continue
        if way.trust_below is not None and trust >= way.trust_below:
            continue
        if (way.acts or way.says) and counts.get(way.id, 0) < way.count:
            continue
        if way.trust_below is None and not way.acts and not way.says and way.after_turn is None:
            continue
        return way
    return None


def closing(
    state: ClientState, reading: Reading, trust: int, turn: int, scenario: Scenario
) -> Outcome | None:
    """The ending that this turn brings when nobody walks out: the advisor takes leave, or time runs out."""
    if reading.has("PRISE-DE-CONGE"):
        return "satisfied" if successful(state, trust, scenario) else "postponed"
    if turn >= scenario.mood.patience + GRACE_AFTER_PATIENCE:
        return "postponed"
    return None


def successful(state: ClientState, trust: int, scenario: Scenario) -> bool:
    """Whether the client leaves content: concluded, discovered enough, trusted enough, nothing left open."""
    success = scenario.success
    concluded = any(act in state.acts_seen for act in success.acts)
    left_open = any(item.phase == "raised" for item in state.objections.values())
    answered = state.demand_answered or not scenario.demand.present
    return (
        concluded
        and answered
        and not left_open
        and len(state.revealed) >= success.facts
        and trust >= success.trust
    )
