"""The director: a pure state machine that decides what the client does, before any word is chosen.

``decide(state, reading, text, scenario, defaults) → Move``. The voice only turns the move into French; what
the move does not hold cannot be said.
"""

from collections.abc import Sequence
from typing import Any

from server.domain.analysis.acts import Reading
from server.domain.client import conversation, disclosure, endings, objections, trust
from server.domain.client.defaults import ClientDefaults
from server.domain.client.draft import Draft
from server.domain.client.misunderstanding import tried_again
from server.domain.client.move import Move, Part
from server.domain.client.reactions import QUESTIONS
from server.domain.client.state import ClientState, Outcome
from server.domain.phrases import sentences
from server.domain.scenario import Exit, MoodRule, Scenario

INPUTS = {
    "empty": "silence",
    "injection": "injection",
    "rude": "rude",
    "off_topic": "off_topic",
    "repeat": "repeat",
    "about_me": "about_me",
    "unclear": "ask_again",
}
ALWAYS_ODD = ("empty", "injection", "rude")


def opening_state(scenario: Scenario) -> ClientState:
    """The client before a word is said."""
    return ClientState(trust=scenario.mood.start)


def open_interview(scenario: Scenario, turn: int = 1) -> Move | None:
    """The client's first move when they speak first (incoming call, written message), else None."""
    if scenario.opening.first != "client":
        return None
    state = opening_state(scenario)
    first = disclosure.spontaneous(state, scenario) if scenario.direction == "incoming" else None
    parts = [Part(kind="opening", ref="opening")]
    revealed: tuple[str, ...] = ()
    if first is not None:
        parts.append(Part(kind="fact", ref=first.id))
        revealed = (first.id,)
    after = state.model_copy(update={"revealed": revealed, "last_theme": first.theme if first else ""})
    return Move(turn=turn, kind="open", parts=tuple(parts), revealed=revealed, trust=state.trust, after=after)


def decide(
    state: ClientState, reading: Reading, text: str, scenario: Scenario, defaults: ClientDefaults
) -> Move:
    """The client's answer to one advisor turn. Same arguments, same move."""
    heard = sentences(text)
    reading = tried_again(state, reading, text, defaults, scenario)
    turn = state.advisor_turns + 1
    repeated = bool(reading.facts) and all(ref in state.revealed for ref in reading.facts)
    ignored = conversation.ignores_demand(state, reading, heard, scenario)
    signs = trust.signals(state, reading, repeated=repeated, ignored=ignored)
    used = trust.applied(trust.rules_of(scenario, defaults.rules), state, reading, heard, signs)
    odd = reading.input in ALWAYS_ODD or (reading.input != "speech" and not reading.acts)
    if odd:  # good words inside a turn that makes no sense win nothing
        used = [(key, rule) for key, rule in used if rule.delta < 0]
    level, causes = trust.moved(state.trust, used)
    draft = Draft(trust=level, causes=causes)
    counts = endings.count_exits(state, reading, heard, scenario)
    draft.changes = _bookkeeping(state, reading, used, counts)
    draft.changes["preempted"] = objections.preempted(state, heard, scenario)
    way = endings.walk_out(counts, level, turn, scenario)
    if way is None and any(rule.leaves for _, rule in used):
        way = scenario.exits[0]
    if way is not None:
        _leave(draft, way)
    elif odd:
        draft.say("situation", INPUTS[reading.input])
        draft.kind = "ask_again" if reading.input in ("unclear", "empty") else "puzzled"
    else:
        conversation.converse(draft, state, reading, heard, scenario)
        _close(draft, state, reading, turn, scenario)
    return _sealed(draft, state, reading)


def _leave(draft: Draft, way: Exit) -> None:
    draft.say("exit", way.id)
    draft.kind = "leave"
    draft.ended = "walked_out"
    draft.because(f"exit {way.id}", way.text)


def _close(draft: Draft, state: ClientState, reading: Reading, turn: int, scenario: Scenario) -> None:
    """End on a leave-taking or when patience is gone; whatever else was to be said gives way to the farewell."""
    known = _after(draft, state)
    outcome: Outcome | None = endings.closing(known, reading, draft.trust, turn, scenario)
    if outcome is None:
        return
    draft.ended = outcome
    draft.kind = "close"
    draft.parts = [part for part in draft.parts if part.kind in ("fact", "correct", "accept", "refuse")][:1]
    draft.say("success" if outcome == "satisfied" else "postponed", "closing")
    told = {part.ref for part in draft.parts if part.kind in ("fact", "correct")}
    draft.revealed = [fact for fact in draft.revealed if fact in told]


def _bookkeeping(
    state: ClientState, reading: Reading, used: Sequence[tuple[str, MoodRule]], counts: dict[str, int]
) -> dict[str, Any]:
    rules = dict(state.rules_used)
    for key, _ in used:
        rules[key] = rules.get(key, 0) + 1
    step = trust.closed_step(reading)
    return {
        "advisor_turns": state.advisor_turns + 1,
        "rules_used": rules,
        "exits": counts,
        "questions_asked": state.questions_asked + sum(act.act in QUESTIONS for act in reading.acts),
        "closed_run": state.closed_run + 1 if step else 0,
        "wondered": (),
        "acts_seen": tuple(dict.fromkeys((*state.acts_seen, *reading.codes()))),
    }


def _after(draft: Draft, state: ClientState) -> ClientState:
    return state.model_copy(
        update={
            **draft.changes,
            "trust": draft.trust,
            "revealed": tuple(dict.fromkeys((*state.revealed, *draft.revealed))),
            "topics_told": tuple(dict.fromkeys((*state.topics_told, *draft.topics))),
            "offers": {**state.offers, **draft.offers},
            "ended": draft.ended,
        }
    )


def _sealed(draft: Draft, state: ClientState, reading: Reading) -> Move:
    return Move(
        turn=reading.turn + 1,
        kind=draft.kind,
        parts=tuple(draft.parts),
        revealed=tuple(draft.revealed),
        topics=tuple(draft.topics),
        raised=tuple(draft.raised),
        insisted=tuple(draft.insisted),
        resolved=tuple(draft.resolved),
        offers=draft.offers,
        trust=draft.trust,
        causes=tuple(draft.causes),
        understood=reading.codes(),
        themes=reading.themes,
        ended=draft.ended,
        after=_after(draft, state),
    )
