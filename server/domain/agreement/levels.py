"""Levels compared: pooled, by criterion, with their intervals."""

from collections.abc import Iterator, Mapping, Sequence

from server.domain.agreement.bootstrap import interval
from server.domain.agreement.opinion import Case, Opinion
from server.domain.agreement.qwk import Closeness, Pair, averaged
from server.domain.agreement.report import LevelFigures
from server.domain.agreement.sides import Comparison, opinion

Paired = Mapping[str, Pair]
Resamples = Sequence[Sequence[int]]


def paired(cases: Sequence[Case], comparison: Comparison) -> list[Paired]:
    """By case, the criteria that both sides give a level to."""
    return [
        {
            name: (left, right)
            for name, left, right in _both(case, comparison)
            if left is not None and right is not None
        }
        for case in cases
    ]


def unpaired(cases: Sequence[Case], comparison: Comparison) -> int:
    """How many criteria only one of the two sides gives a level to: left out of every figure, never a zero."""
    return sum(
        (left is None) != (right is None) for case in cases for _, left, right in _both(case, comparison)
    )


def _both(case: Case, comparison: Comparison) -> Iterator[tuple[str, int | None, int | None]]:
    left, right = (opinion(case, who).levels for who in comparison)
    for name in dict.fromkeys((*left, *right)):
        yield name, left.get(name), right.get(name)


def level_figures(
    comparisons: Sequence[Sequence[Paired]], samples: Resamples, criterion: str | None = None
) -> LevelFigures:
    """Figures over all cases, with intervals; one criterion, or all of them pooled."""
    pairs = [[_pairs(case, criterion) for case in cases] for cases in comparisons]

    def over(places: Sequence[int]) -> Closeness:
        return averaged([[pair for place in places for pair in cases[place]] for cases in pairs])

    whole = over(range(len(pairs[0])))
    drawn = [over(places) for places in samples]
    return LevelFigures(
        **whole._asdict(),
        qwk_95=interval([one.qwk for one in drawn]),
        exact_95=interval([one.exact for one in drawn]),
        within_one_95=interval([one.within_one for one in drawn]),
        bias_95=interval([one.bias for one in drawn]),
    )


def _pairs(case: Paired, criterion: str | None) -> list[Pair]:
    if criterion is None:
        return list(case.values())
    return [case[criterion]] if criterion in case else []


def engine_kappa(comparisons: Sequence[Sequence[Paired]], places: Sequence[int]) -> float | None:
    """The pooled κ on some of the cases, without interval."""
    return averaged(
        [[pair for place in places for pair in cases[place].values()] for cases in comparisons]
    ).qwk


def criteria_of(cases: Sequence[Case]) -> list[str]:
    """Every criterion an annotator speaks of, sorted."""
    return sorted({name for case in cases for one in case.annotators.values() for name in one.levels})


def near(cases: Sequence[Case], reach: int = 1, least: int = 2) -> tuple[int, int]:
    """Turns the engine cites for levels of ``least`` or more, and those within ``reach`` turns of a person's."""
    cited = close = 0
    for case in cases:
        for name, theirs in _cited(case, least):
            for turn in case.engine.proofs[name]:
                cited += 1
                close += any(abs(turn - other) <= reach for other in theirs)
    return cited, close


def _cited(case: Case, least: int) -> Iterator[tuple[str, frozenset[int]]]:
    for name, level in case.engine.levels.items():
        theirs = frozenset[int]().union(*(_proofs(one, name) for one in case.annotators.values()))
        if level is not None and level >= least and theirs:
            yield name, theirs


def _proofs(one: Opinion, criterion: str) -> frozenset[int]:
    return one.proofs.get(criterion, frozenset())
