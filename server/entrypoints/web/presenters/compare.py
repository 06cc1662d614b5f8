"""Two attempts side by side: levels, what was found out, hints, and both plays from where they part."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from server.entrypoints.web.presenters.debrief.model import DebriefView, FactView, TurnView
from server.entrypoints.web.presenters.shared import Level, Sig


@dataclass(frozen=True, slots=True)
class Pair:
    """A criterion in both; ``change`` in levels when both are numbers."""

    sig: Sig
    before: Level | None
    now: Level | None
    change: int | None


@dataclass(frozen=True, slots=True)
class FactPair:
    """A hidden fact: the turn it was told in each, or None."""

    title: str
    before: int | None
    now: int | None


@dataclass(frozen=True, slots=True)
class CompareView:
    """``older`` beside ``newer``. ``parted`` is the turn where a branch leaves its origin, else None.

    ``exchanges`` pairs turns of the same number, from there on; empty when the clients differ.
    """

    older: DebriefView
    newer: DebriefView
    parted: int | None
    same_client: bool
    levels: tuple[Pair, ...]
    gained: int
    lost: int
    facts: tuple[FactPair, ...]
    exchanges: tuple[tuple[TurnView | None, TurnView | None], ...]


def compare_view(one: DebriefView, two: DebriefView) -> CompareView:
    """Two debriefs of one rubric; a branch comes after its origin, else the older comes first."""
    older, newer = _ordered(one, two)
    parted = newer.origin.turn if newer.origin and newer.origin.interview == older.interview else None
    same = older.caller.scenario == newer.caller.scenario
    levels = tuple(_pairs(older, newer))
    return CompareView(
        older=older,
        newer=newer,
        parted=parted,
        same_client=same,
        levels=levels,
        gained=sum(1 for pair in levels if (pair.change or 0) > 0),
        lost=sum(1 for pair in levels if (pair.change or 0) < 0),
        facts=_facts(older.facts, newer.facts) if same else (),
        exchanges=_exchanges(older, newer, parted or 1) if same else (),
    )


def _ordered(one: DebriefView, two: DebriefView) -> tuple[DebriefView, DebriefView]:
    if one.origin and one.origin.interview == two.interview:
        return two, one
    if two.origin and two.origin.interview == one.interview:
        return one, two
    if one.started and two.started and two.started < one.started:
        return two, one
    return one, two


def _pairs(older: DebriefView, newer: DebriefView) -> Iterator[Pair]:
    before = {item.sig.id: item for item in older.criteria}
    now = {item.sig.id: item for item in newer.criteria}
    for key in dict.fromkeys((*before, *now)):
        first, last = before.get(key), now.get(key)
        known = last or first
        assert known is not None
        change = None
        if first and last and first.level.value is not None and last.level.value is not None:
            change = last.level.value - first.level.value
        yield Pair(known.sig, first.level if first else None, last.level if last else None, change)


def _facts(before: Sequence[FactView], now: Sequence[FactView]) -> tuple[FactPair, ...]:
    turns = {fact.id: fact.turn for fact in before if fact.found}
    pairs = (FactPair(fact.title, turns.get(fact.id), fact.turn if fact.found else None) for fact in now)
    return tuple(sorted(pairs, key=lambda pair: (pair.now or pair.before or 0) or 10**6))


def _exchanges(
    older: DebriefView, newer: DebriefView, start: int
) -> tuple[tuple[TurnView | None, TurnView | None], ...]:
    return tuple(zip_longest(_turns(older, start), _turns(newer, start)))


def _turns(view: DebriefView, start: int) -> list[TurnView]:
    return [turn for scene in view.scenes for turn in scene.turns if turn.n >= start]
