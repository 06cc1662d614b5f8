"""The level of one criterion over attempts, drawn small: positions in the units of its viewBox."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from server.domain.assessment.model import Judgement
from server.entrypoints.web.presenters.shared import Attempt, Sig

WIDTH, TOP, BOTTOM = 320.0, 12.0, 84.0
LEFT, RIGHT = 22.0, 306.0
HIGHEST = 3
LABEL_ROOM = 24.0
PointKind = Literal["training", "exam", "branch"]


@dataclass(frozen=True, slots=True)
class Point:
    """One attempt. ``level`` is None where the criterion was not observed."""

    x: float
    y: float
    level: int | None
    kind: PointKind
    number: int
    numbered: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """A criterion from the first attempt to the last. ``levels`` says the same as the points."""

    sig: Sig
    path: str
    scale: tuple[tuple[int, float], ...]
    points: tuple[Point, ...]
    levels: tuple[int | None, ...]
    best: int | None
    last: int | None


def charts(sigs: Sequence[Sig], attempts: Sequence[Attempt]) -> tuple[Chart, ...]:
    """One chart a criterion that was ever judged, attempts oldest first."""
    drawn = (_chart(sig, attempts) for sig in sigs)
    return tuple(chart for chart in drawn if chart is not None)


def _chart(sig: Sig, attempts: Sequence[Attempt]) -> Chart | None:
    judged = [one.judgement(sig.id) for one in attempts]
    if not any(judged):
        return None
    levels = tuple(_level(item) for item in judged)
    known = [level for level in levels if level is not None]
    points = tuple(
        _point(place, len(levels), level, one)
        for place, (level, one) in enumerate(zip(levels, attempts, strict=True))
    )
    return Chart(
        sig=sig,
        path=_path(points),
        scale=tuple((level, _y(level)) for level in range(HIGHEST + 1)),
        points=points,
        levels=levels,
        best=max(known, default=None),
        last=known[-1] if known else None,
    )


def _level(judgement: Judgement | None) -> int | None:
    return judgement.level if judgement is not None else None


def _y(level: int) -> float:
    return round(BOTTOM - level / HIGHEST * (BOTTOM - TOP), 1)


def _point(place: int, count: int, level: int | None, one: Attempt) -> Point:
    apart = (RIGHT - LEFT - 12) / max(1, count - 1)
    x = round(LEFT + 12 + place * apart, 1) if count > 1 else round((LEFT + RIGHT) / 2, 1)
    kind: PointKind = "branch" if one.branched_from else one.mode
    every = max(1, -(-int(LABEL_ROOM) // max(1, int(apart))))
    numbered = place % every == 0 or place == count - 1
    return Point(x, _y(level or 0), level, kind, place + 1, numbered)


def _path(points: Sequence[Point]) -> str:
    """A line through the levels; it breaks where nothing was observed."""
    path, drawing = "", False
    for point in points:
        if point.level is None:
            drawing = False
            continue
        path += f"{'L' if drawing else 'M'}{point.x} {point.y}"
        drawing = True
    return path
