"""Acts compared: presence in a turn, act by act, with their intervals and their mean."""

from collections.abc import Callable, Mapping, Sequence

from server.domain.agreement.averages import mean
from server.domain.agreement.bootstrap import Interval, interval
from server.domain.agreement.kappa import Presence, f1, kappa, precision, recall, total
from server.domain.agreement.levels import Resamples
from server.domain.agreement.opinion import Case
from server.domain.agreement.report import ActFigures, ActsMacro
from server.domain.agreement.sides import ENGINE, Comparison, against, between, opinion

Counts = Sequence[Sequence[Presence]]
Figure = Callable[[Presence], float | None]

SOLID_COUNT = 10
SOLID_KAPPA = 0.6


class ActTable:
    """The counts of every act by comparison and by case: enough for any figure on any resample."""

    def __init__(self, cases: Sequence[Case], annotators: Sequence[str]) -> None:
        self.cases = cases
        self.annotators = annotators
        sides = [ENGINE, *annotators]
        self.codes = sorted({code for case in cases for who in sides for code in opinion(case, who).acts})
        self._people = {code: self._counts(code, between(annotators)) for code in self.codes}
        self._engine = {code: self._counts(code, against(annotators)) for code in self.codes}

    def _counts(self, code: str, comparisons: Sequence[Comparison]) -> Counts:
        return [[_presence(case, code, comparison) for case in self.cases] for comparison in comparisons]

    def figures(self, code: str, samples: Resamples) -> ActFigures:
        """One act."""
        people, engine, all_of = self._people[code], self._engine[code], range(len(self.cases))
        return ActFigures(
            count=tuple(total(counts).right for counts in engine),
            kappa=_over(kappa, people, all_of),
            kappa_95=interval([_over(kappa, people, places) for places in samples]) if people else None,
            annotators_f1=_over(f1, people, all_of),
            engine_count=total(engine[0]).left,
            engine_precision=_over(precision, engine, all_of),
            engine_recall=_over(recall, engine, all_of),
            engine_f1=_over(f1, engine, all_of),
            engine_f1_95=interval([_over(f1, engine, places) for places in samples]),
        )

    def macro(self, acts: Mapping[str, ActFigures], samples: Resamples) -> ActsMacro:
        """The plain mean over the solid acts, which stay the same in every resample."""
        solid = solid_acts(acts)
        return ActsMacro(
            acts=len(solid),
            annotators_f1=mean(acts[code].annotators_f1 for code in solid),
            engine_precision=mean(acts[code].engine_precision for code in solid),
            engine_recall=mean(acts[code].engine_recall for code in solid),
            engine_f1=mean(acts[code].engine_f1 for code in solid),
            engine_f1_95=self._macro_interval(solid, samples),
        )

    def _macro_interval(self, solid: Sequence[str], samples: Resamples) -> Interval | None:
        return interval([self.engine_f1(solid, places) for places in samples])

    def engine_f1(self, codes: Sequence[str], places: Sequence[int]) -> float | None:
        """The engine's mean F1 over some acts, on some of the cases."""
        return mean(_over(f1, self._engine[code], places) for code in codes)


def solid_acts(acts: Mapping[str, ActFigures]) -> list[str]:
    """Acts every annotator sees often enough and on which they agree enough for a figure to mean something."""
    return [
        code
        for code, row in acts.items()
        if min(row.count) >= SOLID_COUNT and row.kappa is not None and row.kappa >= SOLID_KAPPA
    ]


def _presence(case: Case, code: str, comparison: Comparison) -> Presence:
    left, right = (opinion(case, who).acts.get(code, frozenset()) for who in comparison)
    return Presence(len(left & right), len(left), len(right), case.turns)


def _over(figure: Figure, comparisons: Counts, places: Sequence[int]) -> float | None:
    return mean(figure(total(counts[place] for place in places)) for counts in comparisons)
