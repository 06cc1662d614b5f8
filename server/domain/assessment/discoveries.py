"""Hidden facts obtained: from the director's log when there is one, else from what the client said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from server.domain.assessment.hearing import Ear, Voice
from server.domain.assessment.phrasebook import Phrases
from server.domain.client.move import Move
from server.domain.scenario import Fact, Scenario

QUESTIONS = (
    "Q-OUVERTE",
    "Q-FERMEE",
    "Q-ALTERNATIVE",
    "Q-ORIENTEE",
    "RELANCE",
    "OBJ-CREUSER",
    "IDENTIFICATION",
)
FactLines = Mapping[str, Sequence[frozenset[str]]]
_ALIKE = 2
REFORMS = ("REFORM-SIMPLE", "REFORM-SYNTHESE")


@dataclass(frozen=True, slots=True)
class Discovery:
    """A fact the client told: at which turn, after which advisor turn, and where the advisor used it."""

    fact: Fact
    turn: int
    asked: int | None
    used: int | None


def fact_lines(scenario: Scenario, ear: Ear) -> FactLines:
    """The content words of each way of telling each fact."""
    return {
        fact.id: [ear.roots(text) for text in (fact.line, *fact.variants, fact.recap)]
        for fact in scenario.facts
    }


def discoveries(
    voices: Sequence[Voice],
    scenario: Scenario,
    lines: FactLines,
    moves: Sequence[Move] | None,
    invites: Phrases = (),
) -> tuple[Discovery, ...]:
    """Facts told, in order of turn."""
    told = _logged(moves) if moves is not None else _overheard(voices, scenario, lines)
    found = []
    for fact in scenario.facts:
        turn = told.get(fact.id)
        if turn is not None and turn <= len(voices):
            found.append(
                Discovery(fact, turn, _asked(voices, fact, turn, invites), _used(voices, fact, turn))
            )
    return tuple(sorted(found, key=lambda item: item.turn))


def _logged(moves: Sequence[Move]) -> dict[str, int]:
    told: dict[str, int] = {}
    for move in moves:
        for fact_id in move.revealed:
            told.setdefault(fact_id, move.turn)
    return told


def _overheard(voices: Sequence[Voice], scenario: Scenario, lines: FactLines) -> dict[str, int]:
    """A fact is told when the client says one of its anchors and sounds like one of its lines."""
    told: dict[str, int] = {}
    for voice in voices:
        if voice.turn.speaker != "client":
            continue
        for fact in scenario.facts:
            if fact.id in told or not voice.says(fact.anchors):
                continue
            if max(len(voice.roots & line) for line in lines[fact.id]) >= _ALIKE:
                told[fact.id] = voice.n
    return told


def _asked(voices: Sequence[Voice], fact: Fact, turn: int, invites: Phrases) -> int | None:
    """The advisor turn just before, when it asked something or invited to tell, with or without « ? »."""
    for voice in reversed(voices[: turn - 1]):
        if voice.turn.speaker == "client":
            return None
        if voice.reading.has(*QUESTIONS, *REFORMS, "EMPATHIE") or "?" in voice.turn.text:
            return voice.n
        if fact.id in voice.reading.facts or voice.says(invites):
            return voice.n
    return None


def _used(voices: Sequence[Voice], fact: Fact, turn: int) -> int | None:
    """The first later advisor turn that takes the fact back outside a bare question."""
    for voice in voices[turn:]:
        if voice.turn.speaker == "advisor" and voice.says(fact.anchors):
            return voice.n
    return None
