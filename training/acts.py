"""The act model: rows from segments, thresholds from whole turns."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from server.domain.analysis.decide import ASKS, CARRIES_QUESTION, QUESTIONS
from server.domain.analysis.features import act_context, heard_features, text_features
from server.domain.analysis.linear import probabilities
from server.domain.lexicon import LinearModel
from training.corpus import Example, segment_labels
from training.fit import Row, Settings, best_threshold, fit, pruned

SETTINGS = Settings(strength=8.0, least_seen=2, context_scale=0.25)
LEAST_EXAMPLES = 12
KEEP = 30_000


def act_rows(examples: Sequence[Example]) -> list[list[Row]]:
    """Rows of each example, one per segment."""
    found = []
    for example in examples:
        heard = heard_features(example.past)
        labels = [_with_asks(acts, example, at) for at, acts in enumerate(segment_labels(example))]
        found.append(
            [
                Row(
                    text=text_features(piece.segment.tokens),
                    context=[*act_context(at, example.pieces, example.past), *heard],
                    labels=frozenset(labels[at]),
                )
                for at, piece in enumerate(example.pieces)
            ]
        )
    return found


def _with_asks(acts: set[str], example: Example, at: int) -> set[str]:
    """Add the mark of a segment that looks for information, whatever act carries it."""
    carried = bool(example.line.themes) and bool(acts & set(CARRIES_QUESTION)) and example.pieces[at].asking
    return acts | {ASKS} if carried or acts & set(QUESTIONS) else acts


def act_labels(examples: Sequence[Example]) -> list[str]:
    """Acts with enough examples to be learnt."""
    seen = Counter(act for example in examples for act in {act for act, _ in example.line.acts})
    return [*sorted(act for act, count in seen.items() if count >= LEAST_EXAMPLES), ASKS]


def fit_acts(rows: Sequence[Sequence[Row]], labels: Sequence[str]) -> LinearModel:
    """Fit on the segments of these examples."""
    return pruned(fit([row for group in rows for row in group], labels, SETTINGS), KEEP)


def turn_scores(model: LinearModel, rows: Sequence[Sequence[Row]]) -> NDArray[np.float64]:
    """Best score of each act over the segments of each turn."""
    found = np.zeros((len(rows), len(model.labels)))
    for at, group in enumerate(rows):
        if group:
            found[at] = np.max([probabilities(model, row.text, row.context) for row in group], axis=0)
    return found


def thresholds(
    scores: NDArray[np.float64], examples: Sequence[Example], labels: Sequence[str]
) -> NDArray[np.float32]:
    """Per act, the score that gives the best F1 over whole turns, from out-of-fold scores."""
    wanted = np.array([[label in {a for a, _ in e.line.acts} for label in labels] for e in examples])
    best = [best_threshold(scores[:, at], wanted[:, at]) for at in range(len(labels))]
    return np.asarray(np.clip(best, 0.15, 0.7), dtype=np.float32)
