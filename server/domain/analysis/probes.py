"""How close a question is to the example questions of a hidden fact: character n-grams, TF-IDF, cosine."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from server.domain.phrases import tokens
from server.domain.scenario import Scenario

_SIZES = (3, 4, 5)


@dataclass(frozen=True, eq=False)
class Probes:
    """The example questions of a scenario: one column each, n-grams in rows, columns of unit length."""

    rows: dict[str, int]
    idf: NDArray[np.float32]
    columns: NDArray[np.float32]
    owners: NDArray[np.int64]
    facts: tuple[str, ...]

    def closeness(self, text: str) -> dict[str, float]:
        """Best cosine per fact, 0 to 1."""
        known = [row for row in map(self.rows.get, _grams(text)) if row is not None]
        if not known:
            return {}
        mine = self.idf[known]
        cosines = mine @ self.columns[known] / max(float(np.sqrt(mine @ mine)), 1e-9)
        best = np.zeros(len(self.facts), dtype=np.float32)
        np.maximum.at(best, self.owners, cosines)
        return dict(zip(self.facts, best.tolist(), strict=True))


def probes_of(scenario: Scenario) -> Probes:
    """Weigh the example questions of every fact."""
    texts = [(at, text) for at, f in enumerate(scenario.facts) for text in (*f.questions, *f.prompts)]
    grams = [_grams(text) for _, text in texts]
    seen = Counter(gram for found in grams for gram in found)
    rows = {gram: row for row, gram in enumerate(seen)}
    idf = np.array([log((1 + len(grams)) / (1 + count)) + 1 for count in seen.values()], dtype=np.float32)
    columns = np.zeros((len(rows), len(grams)), dtype=np.float32)
    for at, found in enumerate(grams):
        places = [rows[gram] for gram in found]
        columns[places, at] = idf[places] / np.sqrt(float(idf[places] @ idf[places]))
    owners = np.array([at for at, _ in texts], dtype=np.int64)
    return Probes(rows, idf, columns, owners, tuple(fact.id for fact in scenario.facts))


def _grams(text: str) -> Sequence[str]:
    padded = [f" {token.word} " for token in tokens(text)]
    return list(
        dict.fromkeys(
            word[at : at + size] for word in padded for size in _SIZES for at in range(len(word) - size + 1)
        )
    )
