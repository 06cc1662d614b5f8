"""How an advisor's turn moves the client's trust: scenario rules, then the defaults they do not replace."""

from collections.abc import Iterable, Sequence

from server.domain.analysis.acts import Reading
from server.domain.client.move import Cause
from server.domain.client.state import ClientState
from server.domain.phrases import Token, says, says_plainly
from server.domain.scenario import MoodRule, Scenario

QUESTIONS = ("Q-OUVERTE", "Q-FERMEE", "Q-ALTERNATIVE", "RELANCE", "OBJ-CREUSER")
LONG_TURN_WORDS = 120
BURST = 3
MOST_WON_IN_A_TURN = 15
FULL = 110
EASY_BELOW = 60


def signals(state: ClientState, reading: Reading, *, repeated: bool, ignored: bool) -> frozenset[str]:
    """The named situations that mood rules may listen to, for this turn.

    ``repeated``: the question is about what was already told; ``ignored``: the client has come back to their
    demand and this turn still does not answer it.
    """
    found: set[str] = {"demand_ignored"} if ignored else set()
    if "disponibilite" in reading.themes or reading.has("CADRAGE"):
        found.add("permission_asked")
    if any(item.true for item in reading.restated) and reading.has("REFORM-SIMPLE", "REFORM-SYNTHESE"):
        found.add("true_restatement")
    if any(not item.true for item in reading.restated):
        found.add("false_restatement")
    if reading.offers and state.questions_asked == 0 and not reading.has(*QUESTIONS):
        found.add("offer_before_question")
    if state.closed_run + closed_step(reading) >= BURST and closed_step(reading):
        found.add("closed_burst")
    faulty = any(code.startswith("M-") for code in reading.codes())
    if reading.has("EXPLICATION") and not (reading.jargon or reading.offers or faulty):
        found.add("term_explained")
    if reading.words > LONG_TURN_WORDS:
        found.add("long_turn")
    if reading.has("RELANCE") or (reading.has("Q-OUVERTE") and reading.words <= 14):
        found.add("let_talk")
    if repeated:
        found.add("repeated_question")
    return frozenset(found)


def closed_step(reading: Reading) -> int:
    """1 when the turn is a bare closed question (counts for a burst), else 0."""
    if reading.has(
        "Q-OUVERTE", "RELANCE", "REFORM-SIMPLE", "REFORM-SYNTHESE", "Q-ALTERNATIVE", "OBJ-CREUSER"
    ):
        return 0
    return 1 if reading.has("Q-FERMEE", "Q-ORIENTEE") else 0


def applied(
    rules: Iterable[tuple[str, MoodRule]],
    state: ClientState,
    reading: Reading,
    heard: Sequence[Sequence[Token]],
    signs: frozenset[str],
) -> list[tuple[str, MoodRule]]:
    """The rules that this turn sets off, each within its number of times."""
    return [
        (key, rule)
        for key, rule in rules
        if state.rules_used.get(key, 0) < rule.times and _holds(rule, state, reading, heard, signs)
    ]


def _holds(
    rule: MoodRule,
    state: ClientState,
    reading: Reading,
    heard: Sequence[Sequence[Token]],
    signs: frozenset[str],
) -> bool:
    if not (rule.acts or rule.says or rule.signals):
        return False
    if rule.after_fact and rule.after_fact not in state.revealed:
        return False
    if rule.acts and not reading.has(*rule.acts):
        return False
    if rule.signals and not signs.intersection(rule.signals):
        return False
    heard_as = says if rule.delta > 0 else says_plainly
    return not rule.says or heard_as(heard, rule.says)


def rules_of(scenario: Scenario, defaults: Sequence[MoodRule]) -> list[tuple[str, MoodRule]]:
    """The scenario's rules, then each default that none of them replaces."""
    own = [(f"S{at}", rule) for at, rule in enumerate(scenario.mood.rules)]
    taken = {name for _, rule in own for name in (*rule.acts, *rule.signals) if not rule.says}
    kept = [
        (f"D{at}", rule)
        for at, rule in enumerate(defaults)
        if not taken.intersection((*rule.acts, *rule.signals))
    ]
    return own + kept


def moved(trust: int, rules: Sequence[tuple[str, MoodRule]]) -> tuple[int, list[Cause]]:
    """Trust after these rules, kept within 0–100, and the causes for the trace.

    Trust is easily lost and slowly won: gains shrink as it rises and one turn cannot win more than a few.
    """
    causes = []
    room = MOST_WON_IN_A_TURN
    for _, rule in rules:
        delta = min(room, gain(trust, rule.delta)) if rule.delta > 0 else rule.delta
        room -= max(0, delta)
        trust = max(0, min(100, trust + delta))
        causes.append(Cause(what="trust", why=rule.why, delta=delta))
    return trust, causes


def gain(trust: int, delta: int) -> int:
    """What a gain is worth at this level of trust."""
    return max(1, round(delta * min(1.0, (FULL - trust) / EASY_BELOW)))


def attainable(scenario: Scenario, defaults: Sequence[MoodRule]) -> int:
    """Trust of an advisor who does each right thing once and nothing wrong."""
    trust = scenario.mood.start
    for _, rule in rules_of(scenario, defaults):
        if rule.delta > 0:
            trust = min(100, trust + gain(trust, rule.delta))
    return trust
