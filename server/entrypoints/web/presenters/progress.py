"""My progress: each criterion over my attempts, attempts side by side, a branch beside its origin."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from server.domain.events import Mode
from server.domain.rubric import Rubric
from server.domain.scenario import Scenario
from server.entrypoints.web.presenters.progress_chart import Chart, charts
from server.entrypoints.web.presenters.shared import (
    KINDS,
    Attempt,
    Caller,
    Level,
    Sig,
    caller_of,
    kind_of,
    sigs_of,
)


@dataclass(frozen=True, slots=True)
class Column:
    """One attempt, as the head of a column. ``rank`` counts attempts at the same client from 1."""

    interview: str
    caller: Caller
    mode: Mode
    at: datetime
    rank: int
    score: float | None
    origin_rank: int | None
    origin_turn: int | None
    facts_found: int | None
    facts_total: int | None
    hints: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A level in a column; ``change`` is the step from a branch's origin, else from the column before."""

    level: Level | None
    change: int | None


@dataclass(frozen=True, slots=True)
class Row:
    """A criterion across columns."""

    sig: Sig
    cells: tuple[Cell, ...]
    best: int | None
    last: int | None


@dataclass(frozen=True, slots=True)
class Table:
    """Attempts compared: at one exercise, or at one client. The charts say what the rows say."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    charts: tuple[Chart, ...]


@dataclass(frozen=True, slots=True)
class ProgressView:
    """The page « Mes progrès »."""

    by_kind: tuple[Table, ...]
    by_client: tuple[Table, ...]
    attempts: int


@dataclass(frozen=True, slots=True)
class DebriefLine:
    """One of my interviews in the list."""

    interview: str
    caller: Caller
    rubric: str
    mode: Mode
    at: datetime
    turns: int
    state: str
    score: float | None
    marks: tuple[tuple[Sig, Level], ...]
    origin: str | None
    origin_turn: int | None


@dataclass(frozen=True, slots=True)
class DebriefsView:
    """My interviews, newest first."""

    lines: tuple[DebriefLine, ...]
    now: datetime


def progress_view(
    scenarios: Sequence[Scenario], rubrics: Sequence[Rubric], attempts: Sequence[Attempt]
) -> ProgressView:
    """Everything judged so far, oldest first, so that progress reads from left to right."""
    known = {item.id: item for item in scenarios}
    judged = sorted(
        (one for one in attempts if one.assessment is not None and one.scenario in known),
        key=lambda one: one.at,
    )
    columns = _columns(judged, known)
    by_kind, by_client = [], []
    order = (*KINDS, "other")
    for rubric in sorted(rubrics, key=lambda item: order.index(kind_of(item))):
        own = [one for one in judged if known[one.scenario].rubric == rubric.id]
        if not own:
            continue
        by_kind.append(_table(rubric.title, rubric, own, columns))
        for scenario in scenarios:
            same = [one for one in own if one.scenario == scenario.id]
            if len(same) > 1:
                by_client.append(_table(scenario.title, rubric, same, columns))
    return ProgressView(tuple(by_kind), tuple(by_client), len(judged))


def debriefs_view(
    scenarios: Sequence[Scenario], rubrics: Sequence[Rubric], attempts: Sequence[Attempt], now: datetime
) -> DebriefsView:
    """The list of my interviews."""
    known = {item.id: item for item in scenarios}
    grids = {item.id: item for item in rubrics}
    lines = []
    for one in sorted(attempts, key=lambda one: one.at, reverse=True):
        scenario = known.get(one.scenario)
        if scenario is None:
            continue
        rubric = grids.get(scenario.rubric)
        lines.append(_line(one, scenario, rubric))
    return DebriefsView(tuple(lines), now)


def _line(one: Attempt, scenario: Scenario, rubric: Rubric | None) -> DebriefLine:
    sigs = sigs_of(rubric) if rubric is not None else {}
    judgements = one.assessment.criteria if one.assessment is not None else ()
    state = "judged" if one.assessment is not None else "ended" if one.ended else "open"
    return DebriefLine(
        interview=one.id,
        caller=caller_of(scenario),
        rubric=rubric.title if rubric is not None else "",
        mode=one.mode,
        at=one.at,
        turns=one.turns,
        state=state,
        score=one.assessment.score.value if one.assessment is not None else None,
        marks=tuple(
            (sigs[item.id], Level(item.level, item.unscored)) for item in judgements if item.id in sigs
        ),
        origin=one.branched_from,
        origin_turn=one.branched_turn,
    )


def _columns(judged: Sequence[Attempt], known: dict[str, Scenario]) -> dict[str, Column]:
    ranks: dict[str, int] = {}
    seen: dict[str, int] = {}
    columns = {}
    for one in judged:
        rank = ranks[one.id] = seen[one.scenario] = seen.get(one.scenario, 0) + 1
        columns[one.id] = Column(
            interview=one.id,
            caller=caller_of(known[one.scenario]),
            mode=one.mode,
            at=one.at,
            rank=rank,
            score=one.assessment.score.value if one.assessment is not None else None,
            origin_rank=ranks.get(one.branched_from or ""),
            origin_turn=one.branched_turn,
            facts_found=one.facts_found,
            facts_total=one.facts_total,
            hints=one.hints,
        )
    return columns


def _table(title: str, rubric: Rubric, own: Sequence[Attempt], columns: dict[str, Column]) -> Table:
    rows = []
    for key, sig in sigs_of(rubric).items():
        levels = [_level(one, key) for one in own]
        if not any(levels):
            continue
        numbers = [level.value for level in levels if level is not None and level.value is not None]
        cells = tuple(Cell(level, _change(place, own, levels)) for place, level in enumerate(levels))
        rows.append(Row(sig, cells, max(numbers, default=None), numbers[-1] if numbers else None))
    drawn = charts([row.sig for row in rows], own)
    return Table(title, tuple(columns[one.id] for one in own), tuple(rows), drawn)


def _level(one: Attempt, criterion: str) -> Level | None:
    judgement = one.judgement(criterion)
    return Level(judgement.level, judgement.unscored) if judgement is not None else None


def _change(place: int, own: Sequence[Attempt], levels: Sequence[Level | None]) -> int | None:
    """Step in level from the origin of a branch when it is in the table, else from the attempt before."""
    now = levels[place]
    origins = [at for at, one in enumerate(own[:place]) if one.id == own[place].branched_from]
    before = levels[origins[0]] if origins else levels[place - 1] if place else None
    if now is None or before is None or now.value is None or before.value is None:
        return None
    return now.value - before.value
