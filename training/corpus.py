"""The labelled corpora, read and prepared as the analysis would see them in an interview.

``corpus/advisor``: turns labelled in full. ``corpus/asked``: short questions, labelled by the fact they touch.
``corpus/played``: whole interviews, annotated act by act.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from server.domain.analysis.acts import Act, Reading
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
    """One advisor turn as its author labelled it. ``None``: not labelled for that.

    ``aimed``: its facts are labelled. ``played``: from a whole interview, where acts are as frequent as in life.
    """

    author: str
    scenario: str | None
    register: str
    text: str
    acts: tuple[tuple[str, str], ...] | None
    themes: tuple[str, ...] | None
    facts: tuple[str, ...]
    asks: bool
    before: tuple[Turn, ...] = ()
    readings: tuple[Reading, ...] = ()
    played: bool = False
    aimed: bool = True


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


QUESTION_ACTS = frozenset(("Q-OUVERTE", "Q-FERMEE", "Q-ALTERNATIVE", "Q-ORIENTEE", "RELANCE", "OBJ-CREUSER"))


def read_corpus(folder: Path, world: World) -> list[Line]:
    """Every line of the three corpora, in order."""
    rows = [(path, row) for path in sorted(folder.glob("a*/*.jsonl")) for row in _rows(path)]
    lines = [
        _asked(row, world) if path.parent.name == "asked" else _labelled(row, world) for path, row in rows
    ]
    for path in sorted((folder / "played" / "transcripts").glob("*.json")):
        notes = folder / "played" / "annotations" / path.name
        lines += _played(json.loads(path.read_text("utf-8")), json.loads(notes.read_text("utf-8")), world)
    return lines


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    for row in path.read_text(encoding="utf-8").splitlines():
        if row.strip():
            yield json.loads(row)


def _labelled(row: dict[str, Any], world: World) -> Line:
    scenario = str(row["scenario"]) if row.get("scenario") else None
    acts = tuple((str(act["act"]), str(act["quote"])) for act in row.get("acts") or ())
    before, readings = _heard(str(row.get("before") or ""), scenario, world)
    return Line(
        author=str(row["author"]),
        scenario=scenario,
        register=str(row.get("register", "oral")),
        text=str(row["text"]),
        acts=acts,
        themes=_strings(row.get("themes")),
        facts=_strings(row.get("facts")),
        asks=any(act in QUESTION_ACTS for act, _ in acts),
        before=before,
        readings=readings,
    )


def _heard(said: str, name: str | None, world: World) -> tuple[tuple[Turn, ...], tuple[Reading, ...]]:
    """What the client just said, read; the advisor's turn before it is not known."""
    if not said:
        return (), ()
    before = (Turn(n=1, speaker="advisor", text="…"), Turn(n=2, speaker="client", text=said))
    opening = Reading(turn=1, speaker="advisor")
    heard = read_turn(before[1], before[:1], [opening], world.scenario(name), world.catalogue, world.lexicon)
    return before, (opening, heard)


def _asked(row: dict[str, Any], world: World) -> Line:
    """A short question: its fact says its theme; one that touches no fact may be about anything."""
    scenario = world.scenarios[str(row["scenario"])]
    fact = scenario.fact(str(row["fact"])) if row.get("fact") else None
    idle = fact is None and not row.get("near")
    return Line(
        author=str(row["author"]),
        scenario=scenario.id,
        register=str(row.get("register", "oral")),
        text=str(row["text"]),
        acts=None,
        themes=(fact.theme,) if fact else () if idle else None,
        facts=(fact.id,) if fact else (),
        asks=not idle,
    )


def _played(transcript: dict[str, Any], notes: dict[str, Any], world: World) -> Iterator[Line]:
    """The advisor turns of an interview, each after the turns before it."""
    scenario = world.scenarios[str(transcript["scenario"])]
    turns: list[Turn] = []
    readings: list[Reading] = []
    for said in transcript["turns"]:
        turn = Turn(n=said["n"], speaker=said["speaker"], text=said["text"])
        if turn.speaker == "client":
            reading = read_turn(turn, turns, readings, scenario, world.catalogue, world.lexicon)
        else:
            line = _played_line(turn, transcript, notes, scenario)
            yield Line(**{**vars(line), "before": tuple(turns), "readings": tuple(readings)})
            reading = _as_annotated(turn, line)
        turns.append(turn)
        readings.append(reading)


def _played_line(turn: Turn, transcript: dict[str, Any], notes: dict[str, Any], scenario: Scenario) -> Line:
    acts = tuple((str(a["act"]), str(a["quote"])) for a in notes["acts"].get(str(turn.n)) or ())
    facts = _strings((notes.get("asked") or {}).get(str(turn.n)))
    known = [fact.theme for ref in facts if (fact := scenario.fact(ref))]
    asks = any(act in QUESTION_ACTS for act, _ in acts)
    return Line(
        author=str(transcript["author"]),
        scenario=scenario.id,
        register=str(transcript.get("register", "oral")),
        text=turn.text,
        acts=acts,
        themes=tuple(dict.fromkeys(known)) if known or not asks else None,
        facts=facts,
        asks=asks,
        played=True,
        aimed="asked" in notes,
    )


def _as_annotated(turn: Turn, line: Line) -> Reading:
    """What was read of a turn, had it been read without a mistake."""
    acts = []
    for act, quote in line.acts or ():
        start = turn.text.find(quote)
        if start >= 0:
            end = start + len(quote)
            acts.append(Act(turn=turn.n, act=act, start=start, end=end, quote=quote, confidence=0.9))
    return Reading(turn=turn.n, speaker="advisor", acts=tuple(acts), facts=line.facts)


def _strings(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()


def prepare(lines: Iterable[Line], world: World) -> list[Example]:
    """Cut and surround every line."""
    return [_example(line, world) for line in lines]


def _example(line: Line, world: World) -> Example:
    scenario = world.scenario(line.scenario)
    turn = Turn(n=len(line.before) + 1, speaker="advisor", text=line.text)
    tables, scene = lexicon_tables(world.lexicon), scenario_tables(scenario, world.catalogue)
    past = surroundings(line.before, line.readings, tables, scene)
    return Example(line, tuple(pieces_of(turn, past)), past, turn)


def segment_labels(example: Example) -> list[set[str]]:
    """Acts of each segment: those whose quote covers half of it, or that it covers half of."""
    spans = []
    text = example.turn.text
    for act, quote in example.line.acts or ():
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
