"""What the advisor's question has earned: theme touched, access granted, trust reached.

A fact never asked is never told. The rule (annexe D): theme AND access AND trust ≥ threshold.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from server.domain.analysis.acts import Reading
from server.domain.client.state import ClientState
from server.domain.phrases import Token, says
from server.domain.scenario import Fact, Scenario

Heard = Sequence[Sequence[Token]]
MAX_AT_ONCE = 2
INVITES = ("Q-OUVERTE", "RELANCE", "OBJ-CREUSER")
FOLLOW_UPS = ("RELANCE", "REFORM-SIMPLE", "REFORM-SYNTHESE", "EMPATHIE", "OBJ-CREUSER")
SETTLED_IN = 2  # questions after which a new one is itself a follow-up


@dataclass(frozen=True, slots=True)
class Disclosure:
    """Facts earned by this turn, facts withheld for want of trust, facts asked again."""

    earned: tuple[Fact, ...]
    withheld: tuple[Fact, ...]
    again: tuple[Fact, ...]
    asked: tuple[str, ...]


def disclose(
    state: ClientState, reading: Reading, heard: Heard, trust: int, scenario: Scenario
) -> Disclosure:
    """Apply the reveal rule to one advisor turn. ``trust`` is the trust after this turn's causes."""
    brought = {fact.id for fact in scenario.facts if _brought(fact, reading, heard)}
    precise = brought.union(reading.facts)
    touched = [fact for fact in scenario.facts if fact.id in brought or _touched(fact, state, reading)]
    touched.sort(key=lambda fact: (fact.id not in precise, _rank(fact, reading)))
    earned: list[Fact] = []
    withheld: list[Fact] = []
    again: list[Fact] = []
    for fact in touched:
        if fact.id in state.revealed:
            if fact.id in reading.facts:
                again.append(fact)
        elif fact.id not in brought and not _access(fact, state, reading):
            continue
        elif trust < fact.threshold:
            withheld.append(fact)
        elif len(earned) < MAX_AT_ONCE:
            earned.append(fact)
    return Disclosure(tuple(earned), tuple(withheld), tuple(again), tuple(fact.id for fact in touched))


def _brought(fact: Fact, reading: Reading, heard: Heard) -> bool:
    """Whether what is said, without a question, leads the client to tell it."""
    return reading.has(*fact.brought_by_acts) or says(heard, fact.brought_by)


def _rank(fact: Fact, reading: Reading) -> int:
    return reading.facts.index(fact.id) if fact.id in reading.facts else len(reading.facts)


def _touched(fact: Fact, state: ClientState, reading: Reading) -> bool:
    if fact.id in reading.facts:
        return True
    if fact.access == "only_if_asked":
        return False
    if fact.theme in reading.themes and reading.has(*INVITES):
        return True
    bare_follow_up = reading.has("RELANCE") and not reading.themes and not reading.facts
    return bare_follow_up and bool(state.last_theme) and fact.theme == state.last_theme


def _access(fact: Fact, state: ClientState, reading: Reading) -> bool:
    """Whether the way of asking suffices for this fact's access."""
    precise = fact.id in reading.facts
    asked_before = state.asked_facts.get(fact.id, 0) > 0
    if fact.access in ("spontaneous", "easy"):
        return True
    if fact.access == "only_if_asked":
        return precise
    followed = reading.has("RELANCE") or asked_before
    if fact.access == "medium":
        return precise or followed
    follow_up = asked_before or reading.has(*FOLLOW_UPS) or state.questions_asked >= SETTLED_IN
    return follow_up and (precise or followed)


def spontaneous(state: ClientState, scenario: Scenario) -> Fact | None:
    """The next fact the client tells by themself, if one is left."""
    return next(
        (fact for fact in scenario.facts if fact.access == "spontaneous" and fact.id not in state.revealed),
        None,
    )
