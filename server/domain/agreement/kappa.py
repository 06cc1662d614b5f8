"""Agreement on presence: is an act in a turn, for one reader and for the other.

Source: Cohen (1960). Counts add up over transcripts, so that a resample is a sum.
"""

from collections.abc import Iterable
from typing import NamedTuple


class Presence(NamedTuple):
    """Turns that bear an act for both readers, for the left one, for the right one, and turns in all."""

    both: int
    left: int
    right: int
    turns: int


NOWHERE = Presence(0, 0, 0, 0)


def total(counts: Iterable[Presence]) -> Presence:
    """The counts of several transcripts as one."""
    return Presence(*map(sum, zip(NOWHERE, *counts, strict=True)))


def kappa(seen: Presence) -> float | None:
    """Agreement beyond chance; None when chance alone makes it certain (nobody, or everybody, sees the act)."""
    neither = seen.turns - seen.left - seen.right + seen.both
    chance = seen.left * seen.right + (seen.turns - seen.left) * (seen.turns - seen.right)
    room = seen.turns**2 - chance
    return (seen.turns * (seen.both + neither) - chance) / room if room else None


def f1(seen: Presence) -> float | None:
    """Harmonic mean of precision and recall; None when neither reader sees the act."""
    return 2 * seen.both / (seen.left + seen.right) if seen.left + seen.right else None


def precision(seen: Presence) -> float | None:
    """Share of what the left reader sees that the right one sees too; None when the left one sees nothing."""
    return seen.both / seen.left if seen.left else None


def recall(seen: Presence) -> float | None:
    """Share of what the right reader sees that the left one found; None when there was nothing to find."""
    return seen.both / seen.right if seen.right else None
