"""Confidence intervals by resampling transcripts, not turns: turns of one interview resemble each other.

Percentile bootstrap, Efron (1979).
"""

from collections.abc import Sequence

from server.domain.agreement.twister import below, numbers

Interval = tuple[float, float]

ROUNDS = 400
SEED = 7
LOW, HIGH = 0.025, 0.975
LEAST_KNOWN = 0.5


def resamples(size: int, rounds: int = ROUNDS, seed: int = SEED) -> tuple[tuple[int, ...], ...]:
    """Each: ``size`` places drawn with replacement among ``size`` transcripts."""
    stream = numbers(seed)
    return tuple(tuple(below(size, stream) for _ in range(size)) for _ in range(rounds))


def interval(values: Sequence[float | None]) -> Interval | None:
    """The middle 95 % of a figure over the resamples; None when half of them could not compute it."""
    known = sorted(value for value in values if value is not None)
    if not known or len(known) < LEAST_KNOWN * len(values):
        return None
    return known[int(LOW * len(known))], known[int(HIGH * len(known)) - 1]
