"""The act model: rows from segments, thresholds from whole turns."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from server.domain.analysis.decide import ASKS, CARRIES_QUESTION, QUESTIONS
from server.domain.analysis.features import act_context, act_features
from server.domain.analysis.linear import probabilities
from server.domain.lexicon import LinearModel
from training.corpus import Example, segment_labels
from training.fit import Row, Settings, fit, pruned

SCALES = {"k": 0.8, "y": 1.0, "x": 0.4, "q": 0.15, "f": 0.08}
SETTINGS = Settings(strength=8.0, least_seen=2, scales=SCALES)
LEAST_SCORE = 0.25
MOST_SHIFT = 0.8
BY_RULE_ONLY = ("M-MONOLOGUE",)
LEAST_EXAMPLES = 12
KEEP = 30_000


def act_rows(examples: Sequence[Example]) -> list[list[Row]]:
    """Rows of each example, one per segment."""
    found = []
    for example in examples:
        labels = [_with_asks(acts, example, at) for at, acts in enumerate(segment_labels(example))]
        found.append(
            [
                Row(
                    text=act_features(piece.segment.spoken, example.past.lexicon.lexicon.frame),
                    context=act_context(at, example.pieces, example.past),
                    labels=frozenset(labels[at]),
                )
                for at, piece in enumerate(example.pieces)
            ]
        )
    return found


def _with_asks(acts: set[str], example: Example, at: int) -> set[str]:
    """Add the mark of a segment that looks for information, whatever act carries it."""
    carries = acts & set(CARRIES_QUESTION)
    carried = bool(example.line.themes and carries) and (example.pieces[at].asking or "CADRAGE" in carries)
    return acts | {ASKS} if carried or acts & set(QUESTIONS) else acts


def act_labels(examples: Sequence[Example]) -> list[str]:
    """Acts with enough examples to be learnt."""
    seen = Counter(act for example in examples for act in {act for act, _ in example.line.acts})
    return [
        *sorted(act for act, count in seen.items() if count >= LEAST_EXAMPLES and act not in BY_RULE_ONLY),
        ASKS,
    ]


def fit_acts(
    rows: Sequence[Sequence[Row]], labels: Sequence[str], shares: Mapping[str, float] | None = None
) -> LinearModel:
    """Fit on the segments of these examples, then bring each act to its share in whole interviews."""
    flat = [row for group in rows for row in group]
    model = pruned(fit(flat, labels, SETTINGS), KEEP)
    least = np.full(len(labels), LEAST_SCORE, dtype=np.float32)
    bias = model.bias.copy()
    for at, label in enumerate(labels):
        if shares and label in shares:
            here = sum(label in row.labels for row in flat) / len(flat)
            bias[at] += np.clip(_odds(shares[label]) - _odds(here), -MOST_SHIFT, MOST_SHIFT)
    return replace(model, bias=bias.astype(np.float32), thresholds=least)


def _odds(share: float) -> float:
    kept = min(max(share, 0.001), 0.999)
    return float(np.log(kept / (1 - kept)))


def turn_scores(model: LinearModel, rows: Sequence[Sequence[Row]]) -> NDArray[np.float64]:
    """Best score of each act over the segments of each turn."""
    found = np.zeros((len(rows), len(model.labels)))
    for at, group in enumerate(rows):
        if group:
            found[at] = np.max([probabilities(model, row.text, row.context) for row in group], axis=0)
    return found
