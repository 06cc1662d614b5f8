"""Agreement on ordered levels: Cohen's κ with quadratic weights, and the plain shares beside it.

Source: Cohen (1968), weighted κ. With weights (i − j)², the disagreement expected by chance is
E[a²] + E[b²] − 2·E[a]·E[b]: no table is needed, and whole numbers keep the zero test exact.
"""

from collections.abc import Sequence
from typing import NamedTuple

from server.domain.agreement.averages import mean

Pair = tuple[int, int]


class Closeness(NamedTuple):
    """Shares are of pairs, 0 to 1; ``bias`` is the mean of left minus right, in levels."""

    n: int
    qwk: float | None
    exact: float | None
    within_one: float | None
    bias: float | None


def quadratic_kappa(pairs: Sequence[Pair]) -> float | None:
    """1 is perfect, 0 is chance; None with fewer than two pairs, or when both sides say one same level."""
    n = len(pairs)
    if n < 2:
        return None
    seen = sum((a - b) ** 2 for a, b in pairs)
    squares = sum(a * a + b * b for a, b in pairs)
    chance = n * squares - 2 * sum(a for a, _ in pairs) * sum(b for _, b in pairs)
    return 1 - n * seen / chance if chance else None


def closeness(pairs: Sequence[Pair]) -> Closeness:
    """Every figure of one comparison."""
    gaps = [a - b for a, b in pairs]
    return Closeness(
        n=len(pairs),
        qwk=quadratic_kappa(pairs),
        exact=mean([float(gap == 0) for gap in gaps]),
        within_one=mean([float(abs(gap) <= 1) for gap in gaps]),
        bias=mean(gaps),
    )


def averaged(comparisons: Sequence[Sequence[Pair]]) -> Closeness:
    """Figures against several readers: the mean of the figures against each; ``n`` adds up."""
    each = [closeness(pairs) for pairs in comparisons]
    return Closeness(
        n=sum(one.n for one in each),
        qwk=mean([one.qwk for one in each]),
        exact=mean([one.exact for one in each]),
        within_one=mean([one.within_one for one in each]),
        bias=mean([one.bias for one in each]),
    )
