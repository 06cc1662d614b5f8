"""Boosted trees over flags, turned into complete trees that numpy can walk."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier

from server.domain.lexicon import TreeModel

DEPTH = 4
TREES = 120
RATE = 0.12
LEAST_SEEN = 3


def fit_trees(rows: Sequence[Sequence[str]], wanted: Sequence[bool], weights: Sequence[float]) -> TreeModel:
    """Fit on rows of flags. The threshold stays at one half."""
    seen = Counter(flag for row in rows for flag in set(row))
    names = sorted(flag for flag, count in seen.items() if count >= LEAST_SEEN)
    vocabulary = {flag: place for place, flag in enumerate(names)}
    features = np.zeros((len(rows), len(names)), dtype=np.float32)
    for at, row in enumerate(rows):
        features[at, [vocabulary[flag] for flag in row if flag in vocabulary]] = 1
    model = HistGradientBoostingClassifier(
        max_depth=DEPTH, learning_rate=RATE, max_iter=TREES, early_stopping=False, random_state=0
    )
    model.fit(features, np.array(wanted), sample_weight=np.array(weights))
    trees = [_complete(group[0].nodes, len(names)) for group in model._predictors]
    return TreeModel(
        vocabulary=vocabulary,
        splits=np.stack([splits for splits, _ in trees]),
        leaves=np.stack([leaves for _, leaves in trees]),
        base=float(np.ravel(model._baseline_prediction)[0]),
        threshold=0.5,
    )


def _complete(nodes: Any, never: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """A grown tree as a complete one: an early leaf is repeated below a flag that is never there."""
    splits = np.full(2**DEPTH - 1, never, dtype=np.int64)
    leaves = np.zeros(2**DEPTH)

    def lay(node: int, place: int) -> None:
        here = nodes[node]
        if place >= len(splits):
            leaves[place - len(splits)] = here["value"]
            return
        if not here["is_leaf"]:
            splits[place] = here["feature_idx"]
        left = node if here["is_leaf"] else int(here["left"])
        right = node if here["is_leaf"] else int(here["right"])
        lay(left, 2 * place + 1)
        lay(right, 2 * place + 2)

    lay(0, 0)
    return splits, leaves
