"""Inference of the small linear models: a sum of rows, then a logistic. No training here."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from server.domain.lexicon import LinearModel


def rows(model: LinearModel, names: Sequence[str]) -> list[int]:
    """Rows of the features that the model knows."""
    vocabulary = model.vocabulary
    return [row for row in map(vocabulary.get, names) if row is not None]


def probabilities(model: LinearModel, text: Sequence[str], context: Sequence[str]) -> NDArray[np.float32]:
    """Probability of each label. Text features share one unit of weight, context features count whole."""
    logits = model.bias.copy()
    known = rows(model, text)
    if known:
        logits += model.weights.take(known, axis=0).sum(axis=0) / np.float32(max(len(text), 1) ** 0.5)
    flags = rows(model, context)
    if flags:
        logits += model.weights.take(flags, axis=0).sum(axis=0)
    return np.asarray(1.0 / (1.0 + np.exp(-logits)), dtype=np.float32)
