"""From checks to a level: the highest rung whose condition holds, under the caps of grave faults."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from server.domain.assessment.measures import measure
from server.domain.assessment.moments import Found
from server.domain.assessment.picture import Picture
from server.domain.rubric import Criterion
from server.domain.rules import Cap, Check, Condition, Term


@dataclass(frozen=True, slots=True)
class Result:
    """A check, held or not, and what it saw."""

    check: Check
    holds: bool
    found: Found


@dataclass(frozen=True, slots=True)
class Verdict:
    """A criterion judged: its level (None without an occasion), its checks, the cap that applied."""

    criterion: Criterion
    level: int | None
    reached: int
    results: dict[str, Result]
    cap: Cap | None

    def supporting(self) -> list[Result]:
        """Checks that carry the level reached, those of its own rung first."""
        rungs = [self.criterion.ladder.one, self.criterion.ladder.two, self.criterion.ladder.three]
        names: list[str] = []
        for rung in reversed(rungs[: self.reached]):
            names += carried(rung, self.results)
        return [self.results[name] for name in dict.fromkeys(names)]

    def own(self) -> list[Result]:
        """Checks of the rung reached, without those of the rungs below."""
        if not self.reached:
            return []
        ladder = self.criterion.ladder
        rung = (ladder.one, ladder.two, ladder.three)[self.reached - 1]
        return [self.results[name] for name in dict.fromkeys(carried(rung, self.results))]

    def lacking(self) -> list[Result]:
        """Checks that keep the next rung out of reach, in order."""
        if self.reached >= 3:
            return []
        ladder = self.criterion.ladder
        rung = (ladder.one, ladder.two, ladder.three)[self.reached]
        return [self.results[name] for name in dict.fromkeys(missing(rung, self.results))]

    def against(self) -> list[Result]:
        """Faults seen."""
        return [r for r in self.results.values() if r.holds and r.check.polarity == "-"]


def judge(criterion: Criterion, picture: Picture) -> Verdict:
    """Judge one criterion on the picture of a conversation."""
    channel = picture.transcript.channel
    results = {
        check.id: _result(check, picture)
        for check in criterion.checks
        if not check.channels or channel in check.channels
    }
    opportunity = criterion.opportunity
    if opportunity is not None and not holds(opportunity.when, results):
        return Verdict(criterion, None, 0, results, None)
    rungs = (criterion.ladder.one, criterion.ladder.two, criterion.ladder.three)
    reached = max((n for n, rung in enumerate(rungs, 1) if _stands(rung, rungs, results)), default=0)
    cap = _cap(criterion.caps, results, reached)
    return Verdict(criterion, min(reached, cap.level) if cap else reached, reached, results, cap)


def _result(check: Check, picture: Picture) -> Result:
    found = measure(check.find, picture)
    most = check.at_most
    return Result(check, found.value >= check.at_least and (most is None or found.value <= most), found)


def _stands(rung: Condition, rungs: Sequence[Condition], results: dict[str, Result]) -> bool:
    below = rung.level is None or _stands(rungs[rung.level - 1], rungs, results)
    return below and holds(rung, results)


def _cap(caps: Sequence[Cap], results: dict[str, Result], reached: int) -> Cap | None:
    applied = [cap for cap in caps if cap.level < reached and holds(cap.when, results)]
    return min(applied, key=lambda cap: cap.level, default=None)


def holds(term: Term, results: dict[str, Result]) -> bool:
    """Whether a check or a condition holds. A check of another channel does not."""
    if isinstance(term, str):
        return term in results and results[term].holds
    if not all(holds(part, results) for part in term.all):
        return False
    if term.any and not any(holds(part, results) for part in term.any):
        return False
    if any(holds(part, results) for part in term.none):
        return False
    return term.at_least is None or sum(holds(part, results) for part in term.of) >= term.at_least


def carried(term: Term, results: dict[str, Result]) -> Iterator[str]:
    """Names of the checks by which a condition holds."""
    if isinstance(term, str):
        if term in results and results[term].holds:
            yield term
        return
    for part in (*term.all, *term.any, *term.of):
        yield from carried(part, results)


def missing(term: Term, results: dict[str, Result]) -> Iterator[str]:
    """Names of the checks by which a condition fails."""
    if isinstance(term, str):
        if term in results and not results[term].holds:
            yield term
        return
    for part in term.all:
        yield from missing(part, results)
    if term.any and not any(holds(part, results) for part in term.any):
        for part in term.any:
            yield from missing(part, results)
    for part in term.none:
        if holds(part, results):
            yield from carried(part, results)
    if term.at_least is not None and sum(holds(part, results) for part in term.of) < term.at_least:
        for part in term.of:
            yield from missing(part, results)
