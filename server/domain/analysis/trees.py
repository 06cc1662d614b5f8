"""Inference of the small boosted trees that weigh the evidence for a fact. No training here."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from server.domain.lexicon import TreeModel


def probabilities_of(model: TreeModel, rows: Sequence[Sequence[str]]) -> NDArray[np.float64]:
    """Probability for each row of flags. Every tree is complete: node n leads to 2n+1 (flag absent) or 2n+2."""
    flags = np.zeros((len(rows), len(model.vocabulary) + 1), dtype=np.int64)
    for at, row in enumerate(rows):
        known = [place for place in map(model.vocabulary.get, row) if place is not None]
        flags[at, known] = 1
    trees = np.arange(model.splits.shape[0])
    node = np.zeros((len(rows), len(trees)), dtype=np.int64)
    inner = model.splits.shape[1]
    lines = np.arange(len(rows))[:, None]
    while int(node[0, 0]) < inner:
        node = 2 * node + 1 + flags[lines, model.splits[trees, node]]
    logits = model.base + model.leaves[trees, node - inner].sum(axis=1)
    return np.asarray(1.0 / (1.0 + np.exp(-logits)))
