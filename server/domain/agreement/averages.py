"""The mean of the figures that exist."""

from collections.abc import Iterable
from math import fsum


def mean(values: Iterable[float | None]) -> float | None:
    """Mean of the known values; None when there is none. An unknown figure is never a zero."""
    known = [value for value in values if value is not None]
    return fsum(known) / len(known) if known else None
