"""Who is compared with whom: the engine with each annotator, and annotators two by two."""

from collections.abc import Sequence
from itertools import combinations

from server.domain.agreement.opinion import Case, Opinion

ENGINE = None
ENGINE_LABEL = "engine"
Comparison = tuple[str | None, str | None]


def between(annotators: Sequence[str]) -> list[Comparison]:
    """Annotators two by two, in order; none with a single annotator."""
    return list(combinations(annotators, 2))


def against(annotators: Sequence[str]) -> list[Comparison]:
    """The engine, on the left, against each annotator."""
    return [(ENGINE, name) for name in annotators]


def opinion(case: Case, who: str | None) -> Opinion:
    """What one side says of a case."""
    return case.engine if who is ENGINE else case.annotators[who]


def label(comparison: Comparison) -> str:
    """``A-B``, ``engine-A``."""
    return "-".join(ENGINE_LABEL if who is ENGINE else who for who in comparison)
