"""Held-out figures: what the models do with authors and scenarios they never saw."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training import aims
from training.aims import Asked, Pair
from training.corpus import Example


def act_report(
    scores: NDArray[np.float64],
    least: NDArray[np.float32],
    examples: Sequence[Example],
    labels: Sequence[str],
) -> dict[str, Any]:
    """F1 per act over whole turns."""
    got = scores >= least
    wanted = np.array([[label in {a for a, _ in e.line.acts} for label in labels] for e in examples])
    each = {label: _f1(got[:, at], wanted[:, at]) for at, label in enumerate(labels)}
    cuts = {label: round(float(value), 2) for label, value in zip(labels, least, strict=True)}
    counts = {label: int(wanted[:, at].sum()) for at, label in enumerate(labels)}
    rows = {label: [counts[label], round(each[label], 2), cuts[label]] for label in labels}
    return {"macro": round(float(np.mean(list(each.values()))), 3), "count, f1, threshold": rows}


def _f1(got: NDArray[np.bool_], wanted: NDArray[np.bool_]) -> float:
    return 2 * float((got & wanted).sum()) / max(float(got.sum() + wanted.sum()), 1.0)


def aim_report(
    scores: NDArray[np.float64],
    least: NDArray[np.float32],
    items: Sequence[Asked],
    themes: Sequence[str],
    pairs: Sequence[Pair],
    folds: Sequence[NDArray[np.int64]],
) -> tuple[dict[str, Any], float]:
    """Themes by F1; facts by recall and by how often an aimless question lists one. Also the cut chosen."""
    wanted = np.array([[label in item.example.line.themes for label in themes] for item in items])
    got = scores >= least
    each = {label: round(_f1(got[:, at], wanted[:, at]), 2) for at, label in enumerate(themes)}
    own, stranger = _held_pairs(pairs, folds, False), _held_pairs(pairs, folds, True)
    cut = aims.pair_threshold(own, pairs, items)
    report = {
        "themes_micro_f1": round(_f1(got.ravel(), wanted.ravel()), 3),
        "themes": each,
        "facts": _fact_figures(own, pairs, items, cut),
        "facts_without_own_model": _fact_figures(stranger, pairs, items, cut),
    }
    return report, cut


def _held_pairs(
    pairs: Sequence[Pair], folds: Sequence[NDArray[np.int64]], stranger: bool
) -> NDArray[np.float64]:
    scores = np.zeros(len(pairs))
    for fold in folds:
        held = set(fold.tolist())
        model = aims.fit_pairs([pair for pair in pairs if pair.asked not in held])
        inside = [at for at, pair in enumerate(pairs) if pair.asked in held]
        if inside:
            scores[inside] = aims.pair_scores(model, [pairs[at] for at in inside], stranger)
    return scores


def _fact_figures(
    scores: NDArray[np.float64], pairs: Sequence[Pair], items: Sequence[Asked], cut: float
) -> dict[str, float]:
    silent: dict[int, bool] = {}
    reached: dict[int, bool] = {}
    for score, pair in zip(scores, pairs, strict=True):
        table = reached if items[pair.asked].example.line.facts else silent
        table[pair.asked] = table.get(pair.asked, False) or bool(score >= cut)
    return {
        "cut": round(cut, 3),
        "recall": round(aims.recall(scores, pairs, cut), 3),
        "aimless_listing_one": round(float(np.mean(list(silent.values()) or [False])), 3),
        "aimed": len(reached),
        "aimless": len(silent),
    }
