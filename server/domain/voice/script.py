"""The script of one turn: all that a prompt template is ever given. What is not here cannot be leaked.

Holds the persona's way of speaking, what is public, the conversation so far, and the move of this turn with the
lines it unlocks. Never a locked fact, not even as something to hide: its theme is named, and that is all.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from server.domain.catalogue import Catalogue
from server.domain.client.defaults import Band, ClientDefaults, band
from server.domain.client.lines import compose
from server.domain.client.move import Move
from server.domain.phrases import says
from server.domain.scenario import Scenario
from server.domain.transcript import Turn
from server.domain.voice.carried import Duty

WINDOW = 24_000  # characters of conversation kept, well within an 8 000-token window with the rest
BLOCK = 12  # turns dropped at once, so that the prompt's prefix moves rarely
SAMPLES = ("greet_back", "acknowledge", "continue", "vague")
MOST_SAMPLES = 8
SPEECH = {"<": "‹", ">": "›"}


@dataclass(frozen=True, slots=True)
class Part:
    """Who is played and how: the same for the whole interview, hence first in the prompt."""

    name: str
    first_name: str
    bank: str
    channel: str
    direction: str
    place: str
    stage: str
    demand: str
    manner: str
    written: bool
    samples: tuple[str, ...]
    themes: tuple[str, ...]
    words: int


@dataclass(frozen=True, slots=True)
class Said:
    """A turn as the model reads it."""

    speaker: Literal["advisor", "client"]
    text: str


@dataclass(frozen=True, slots=True)
class Point:
    """One thing the reply does, and the line that says it."""

    kind: str
    line: str


@dataclass(frozen=True, slots=True)
class Cue:
    """The move of this turn, last in the prompt. ``shown`` and ``again`` belong to a second try."""

    points: tuple[Point, ...]
    mood: Band
    shown: str = ""
    again: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Script:
    """Everything a prompt is made of. ``earlier`` holds what was told before the turns that are kept."""

    part: Part
    earlier: tuple[str, ...]
    turns: tuple[Said, ...]
    cue: Cue


def duties_of(
    move: Move, scenario: Scenario, defaults: ClientDefaults, spoken: Sequence[str], seed: int
) -> tuple[Duty, ...]:
    """The parts of a move with the lines that the embedded voice would say: composed together, told apart."""
    lines: list[str] = []
    before = ""
    for count in range(1, len(move.parts) + 1):
        start = move.model_copy(update={"parts": move.parts[:count]})
        text = compose(start, scenario, defaults, spoken, seed).text
        if not text.startswith(before):  # until now nothing but a spare line had been found
            lines, before = [""] * len(lines), ""
        lines.append(text[len(before) :].strip())
        before = text
    return tuple(
        Duty(part, line or _own_line(part.ref, move, scenario))
        for part, line in zip(move.parts, lines, strict=True)
    )


def _own_line(ref: str, move: Move, scenario: Scenario) -> str:
    fact = scenario.fact(ref)
    return fact.line if fact is not None and ref in move.revealed else ""


def script_of(
    scenario: Scenario,
    move: Move,
    turns: Sequence[Turn],
    duties: Sequence[Duty],
    catalogue: Catalogue,
    themes: Mapping[str, str],
    words: int,
) -> Script:
    """The script of one turn."""
    start = window_start(turns)
    cue = Cue(
        points=tuple(Point(d.kind, d.line) for d in duties if d.line),
        mood=band(move.trust),
    )
    return Script(
        part=_part(scenario, catalogue, themes, words),
        earlier=_earlier(scenario, move, turns[:start]) if start else (),
        turns=tuple(Said(turn.speaker, _plain(turn.text)) for turn in turns[start:]),
        cue=cue,
    )


def window_start(turns: Sequence[Turn]) -> int:
    """Where the kept turns begin: a multiple of ``BLOCK``, so that nothing moves at most turns."""
    start, left = 0, sum(len(turn.text) for turn in turns)
    while left > WINDOW and start + BLOCK < len(turns):
        left -= sum(len(turn.text) for turn in turns[start : start + BLOCK])
        start += BLOCK
    return start


def _part(scenario: Scenario, catalogue: Catalogue, themes: Mapping[str, str], words: int) -> Part:
    person, demand = scenario.persona, scenario.demand
    bearing = dict.fromkeys(fact.theme for fact in scenario.facts)
    return Part(
        name=f"{person.title} {person.first_name} {person.last_name}",
        first_name=person.first_name,
        bank=catalogue.bank.name,
        channel=scenario.channel,
        direction=scenario.direction,
        place=scenario.place,
        stage=scenario.opening.stage,
        demand=demand.text if demand.present else "",
        manner=scenario.style.register_,
        written=scenario.channel in ("chat", "email"),
        samples=_samples(scenario),
        themes=tuple(themes.get(theme, theme) for theme in bearing),
        words=words,
    )


def _samples(scenario: Scenario) -> tuple[str, ...]:
    """Lines that show how the client speaks and touch nothing they may still hide."""
    style = scenario.style
    lines: Iterable[str] = (*style.signature, *(line for s in SAMPLES for line in style.lines.get(s, ())[:2]))
    hidden = [phrase for fact in scenario.facts for phrase in (*fact.anchors, *fact.cues)]
    hidden += [objection.text.lower() for objection in scenario.objections]
    return tuple(line for line in dict.fromkeys(lines) if not says(line, hidden))[:MOST_SAMPLES]


def _earlier(scenario: Scenario, move: Move, dropped: Sequence[Turn]) -> tuple[str, ...]:
    """The facts told in the turns that are no longer kept."""
    told = "\n".join(turn.text for turn in dropped if turn.speaker == "client")
    facts = (fact for fact in scenario.facts if fact.id in move.after.revealed)
    return tuple(fact.line for fact in facts if says(told, fact.anchors))


def _plain(text: str) -> str:
    """What somebody said, without the signs that frame it in the prompt."""
    return "".join(SPEECH.get(char, char) for char in text)
