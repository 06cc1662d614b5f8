"""Weights on disk: one npz a model, eight bits a weight."""

from pathlib import Path

import numpy as np

from server.domain.lexicon import LinearModel, TreeModel


def save(model: LinearModel, path: Path) -> None:
    """Write a model. Each label has its own scale."""
    scale = np.maximum(np.abs(model.weights).max(axis=0), 1e-6) / 127.0
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        path,
        labels=np.array("\n".join(model.labels)),
        vocabulary=np.array("\n".join(model.vocabulary)),
        weights=np.rint(model.weights / scale).astype(np.int8),
        scale=scale.astype(np.float32),
        bias=model.bias.astype(np.float32),
        thresholds=model.thresholds.astype(np.float32),
    )


def save_trees(model: TreeModel, path: Path) -> None:
    """Write the trees."""
    np.savez_compressed(
        path,
        vocabulary=np.array("\n".join(model.vocabulary)),
        splits=model.splits.astype(np.int16),
        leaves=model.leaves.astype(np.float32),
        base=np.array(model.base),
        threshold=np.array(model.threshold),
    )
