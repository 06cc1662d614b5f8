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
SETTINGS = Settings(strength=8.0, least_seen=3, scales=SCALES)
LEAST_SCORE = 0.25
MOST_SHIFT = 0.8
BY_RULE_ONLY = ("M-MONOLOGUE", "AUTRE")
LEAST_EXAMPLES = 12
LEAST_SEGMENTS = 300
KEEP = 30_000


def act_rows(examples: Sequence[Example]) -> list[list[Row]]:
    """Rows of each example, one per segment. A line without acts teaches only what asks."""
    found = []
    for example in examples:
        known = example.line.acts is not None
        labels = [_with_asks(acts, example, at) for at, acts in enumerate(segment_labels(example))]
        if not known:
            labels = _asking(example)
        found.append(
            [
                Row(
                    text=act_features(piece.segment.spoken, example.past.lexicon.lexicon.frame),
                    context=act_context(at, example.pieces, example.past),
                    labels=frozenset(labels[at]),
                    only=None if known else frozenset((ASKS,)),
                )
                for at, piece in enumerate(example.pieces)
            ]
        )
    return found


def _with_asks(acts: set[str], example: Example, at: int) -> set[str]:
    """Add the mark of a segment that looks for information, whatever act carries it."""
    carries = acts & set(CARRIES_QUESTION)
    aims = example.line.themes or example.line.facts
    carried = bool(aims and carries) and (example.pieces[at].asking or "CADRAGE" in carries)
    return acts | {ASKS} if carried or acts & set(QUESTIONS) else acts


def _asking(example: Example) -> list[set[str]]:
    """In a short question, what asks is what has the form of it, or else its end."""
    pieces = example.pieces
    asking = {at for at, piece in enumerate(pieces) if piece.asking} or {len(pieces) - 1}
    return [{ASKS} if example.line.asks and at in asking else set() for at in range(len(pieces))]


def act_labels(examples: Sequence[Example]) -> list[str]:
    """Acts with enough examples to be learnt."""
    seen = Counter(act for example in examples for act in {act for act, _ in example.line.acts or ()})
    return [
        *sorted(act for act, count in seen.items() if count >= LEAST_EXAMPLES and act not in BY_RULE_ONLY),
        ASKS,
    ]


def shares_of(examples: Sequence[Example], labels: Sequence[str]) -> dict[str, float]:
    """How often each act occurs among the segments of whole interviews, the only ones that dose acts as in life."""
    inside = [acts for example in examples if example.line.played for acts in segment_labels(example)]
    if len(inside) < LEAST_SEGMENTS:
        return {}
    return {act: sum(act in acts for acts in inside) / len(inside) for act in labels if act != ASKS}


def fit_acts(
    rows: Sequence[Sequence[Row]], labels: Sequence[str], shares: Mapping[str, float] | None = None
) -> LinearModel:
    """Fit on the segments of these examples, then bring each act to its share in whole interviews."""
    flat = [row for group in rows for row in group]
    model = pruned(fit(flat, labels, SETTINGS), KEEP)
    least = np.full(len(labels), LEAST_SCORE, dtype=np.float32)
    bias = model.bias.copy()
    taught = [row for row in flat if row.only is None]
    for at, label in enumerate(labels):
        if shares and label in shares:
            here = sum(label in row.labels for row in taught) / len(taught)
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
