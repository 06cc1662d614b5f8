"""One-vs-rest logistic regressions on sparse features, with thresholds that maximise F1 out of fold."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]
from sklearn.linear_model import LogisticRegression

from server.domain.lexicon import LinearModel

CLOSE_ENOUGH = 0.05  # same weights as the default tolerance to six figures, in a quarter of the time
TEXT = "wcd"
"""First letters of the features that come from the words themselves."""


@dataclass(frozen=True)
class Row:
    """Features and labels of one training unit; ``weight`` is its say in the fit.

    ``only``: the labels it teaches, present or absent; ``None`` for all of them.
    """

    text: list[str]
    context: list[str]
    labels: frozenset[str]
    weight: float = 1.0
    only: frozenset[str] | None = None


@dataclass(frozen=True)
class Settings:
    """How a model is fitted."""

    strength: float = 6.0
    least_seen: int = 2
    context_scale: float = 0.25
    scales: Mapping[str, float] = field(default_factory=dict)
    positive_weight: float = 1.0

    def scale(self, name: str) -> float:
        """How much a context flag counts, by its first letter."""
        return self.scales.get(name[0], self.context_scale)


def vocabulary_of(rows: Sequence[Row], least: int) -> dict[str, int]:
    """Features seen in enough rows."""
    seen = Counter(name for row in rows for name in {*row.text, *row.context})
    return {
        name: at for at, name in enumerate(sorted(name for name, count in seen.items() if count >= least))
    }


def matrix(rows: Sequence[Row], vocabulary: dict[str, int], settings: Settings) -> csr_matrix:
    """Sparse features: text shares one unit of length, context flags count by their kind."""
    data: list[float] = []
    columns: list[int] = []
    starts = [0]
    for row in rows:
        share = 1.0 / max(len(row.text), 1) ** 0.5
        for name in row.text:
            if name in vocabulary:
                columns.append(vocabulary[name])
                data.append(share)
        for name in row.context:
            if name in vocabulary:
                columns.append(vocabulary[name])
                data.append(settings.scale(name))
        starts.append(len(columns))
    return csr_matrix((data, columns, starts), shape=(len(rows), len(vocabulary)))


def fit(rows: Sequence[Row], labels: Sequence[str], settings: Settings) -> LinearModel:
    """Fit every label on all rows; thresholds stay at one half."""
    vocabulary = vocabulary_of(rows, settings.least_seen)
    features = matrix(rows, vocabulary, settings)
    own = np.array([row.weight for row in rows])
    columns, bias = [], []
    for label in labels:
        taught = np.array([row.only is None or label in row.only for row in rows])
        wanted = np.array([label in row.labels for row in rows])[taught]
        weights = own[taught] * np.where(wanted, settings.positive_weight, 1.0)
        model = LogisticRegression(
            C=settings.strength,
            solver="liblinear",
            dual=True,
            max_iter=1000,
            tol=CLOSE_ENOUGH,
            random_state=0,
        )
        model.fit(features[taught], wanted, sample_weight=weights)
        columns.append(model.coef_[0])
        bias.append(model.intercept_[0])
    weights_matrix = np.stack(columns, axis=1).astype(np.float32)
    weights_matrix *= np.array([1.0 if name[0] in TEXT else settings.scale(name) for name in vocabulary])[
        :, None
    ]
    return LinearModel(
        labels=tuple(labels),
        vocabulary=vocabulary,
        weights=weights_matrix,
        bias=np.array(bias, dtype=np.float32),
        thresholds=np.full(len(labels), 0.5, dtype=np.float32),
    )


def pruned(model: LinearModel, keep: int) -> LinearModel:
    """Only the features that weigh most."""
    force = np.abs(model.weights).max(axis=1)
    order = np.sort(np.argsort(-force)[:keep])
    names = list(model.vocabulary)
    vocabulary = {names[old]: new for new, old in enumerate(order)}
    return LinearModel(model.labels, vocabulary, model.weights[order], model.bias, model.thresholds)


def best_threshold(scores: NDArray[np.float64], wanted: NDArray[np.bool_], prior: int = 6) -> float:
    """The score that gives the best F1, drawn toward one half when examples are few."""
    if not wanted.any():
        return 0.5
    order = np.argsort(-scores)
    hits = np.cumsum(wanted[order])
    f1 = 2 * hits / (np.arange(1, len(scores) + 1) + wanted.sum())
    best = float(scores[order][int(f1.argmax())])
    count = int(wanted.sum())
    return (best * count + 0.5 * prior) / (count + prior)
