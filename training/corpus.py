"""The labelled utterances, read and prepared as the analysis would see them in an interview."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from server.domain.analysis.acts import Reading
from server.domain.analysis.context import Surroundings, surroundings
from server.domain.analysis.decide import Piece
from server.domain.analysis.read import pieces_of, read_turn
from server.domain.analysis.tables import lexicon_tables, scenario_tables
from server.domain.catalogue import Catalogue
from server.domain.lexicon import Lexicon
from server.domain.scenario import Scenario
from server.domain.transcript import Turn


@dataclass(frozen=True)
class Line:
    """One utterance as its author labelled it."""

    author: str
    scenario: str | None
    register: str
    before: str
    text: str
    acts: tuple[tuple[str, str], ...]
    themes: tuple[str, ...]
    facts: tuple[str, ...]


@dataclass(frozen=True)
class World:
    """What a reading needs besides the words."""

    lexicon: Lexicon
    catalogue: Catalogue
    scenarios: dict[str, Scenario]

    def scenario(self, name: str | None) -> Scenario:
        """The scenario of a line; any of them for a line that has none."""
        return self.scenarios.get(name or "", next(iter(self.scenarios.values())))


@dataclass(frozen=True)
class Example:
    """A line cut into segments, with its past."""

    line: Line
    pieces: tuple[Piece, ...]
    past: Surroundings
    turn: Turn
    before: tuple[Turn, ...]
    readings: tuple[Reading, ...]


def read_lines(files: Iterable[Path]) -> list[Line]:
    """Every line of the corpus files, in order."""
    found = []
    for path in sorted(files):
        for row in path.read_text(encoding="utf-8").splitlines():
            if row.strip():
                found.append(_line(json.loads(row)))
    return found


def _line(row: dict[str, Any]) -> Line:
    return Line(
        author=str(row["author"]),
        scenario=str(row["scenario"]) if row.get("scenario") else None,
        register=str(row.get("register", "oral")),
        before=str(row.get("before") or ""),
        text=str(row["text"]),
        acts=tuple((str(act["act"]), str(act["quote"])) for act in row.get("acts") or ()),
        themes=_strings(row.get("themes")),
        facts=_strings(row.get("facts")),
    )


def _strings(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()


def prepare(lines: Sequence[Line], world: World) -> list[Example]:
    """Cut and surround every line."""
    return [_example(line, world) for line in lines]


def _example(line: Line, world: World) -> Example:
    scenario = world.scenario(line.scenario)
    before: list[Turn] = []
    readings: list[Reading] = []
    if line.before:
        before = [
            Turn(n=1, speaker="advisor", text="…"),
            Turn(n=2, speaker="client", text=line.before),
        ]
        readings = [Reading(turn=1, speaker="advisor")]
        readings.append(read_turn(before[1], before[:1], readings, scenario, world.catalogue, world.lexicon))
    turn = Turn(n=len(before) + 1, speaker="advisor", text=line.text)
    tables = lexicon_tables(world.lexicon)
    past = surroundings(before, readings, tables, scenario_tables(scenario, world.catalogue))
    return Example(line, tuple(pieces_of(turn, past)), past, turn, tuple(before), tuple(readings))


def segment_labels(example: Example) -> list[set[str]]:
    """Acts of each segment: those whose quote covers half of it, or that it covers half of."""
    spans = []
    text = example.turn.text
    for act, quote in example.line.acts:
        start = text.find(quote)
        if start >= 0:
            spans.append((act, start, start + len(quote)))
    labels = []
    for piece in example.pieces:
        left, right = piece.segment.start, piece.segment.end
        inside = set()
        for act, start, end in spans:
            common = min(right, end) - max(left, start)
            if common > 0 and 2 * common >= min(right - left, end - start):
                inside.add(act)
        labels.append(inside)
    return labels
