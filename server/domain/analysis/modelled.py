"""Scores of the trained model for each segment, joined with what the patterns say."""

from collections.abc import Sequence

from server.domain.analysis.context import Surroundings
from server.domain.analysis.decide import Piece
from server.domain.analysis.features import act_context, act_features
from server.domain.analysis.linear import probabilities
from server.domain.analysis.wordings import Score
from server.domain.lexicon import LinearModel

_TRUST_IN_PATTERNS = 0.6


def join_model(pieces: Sequence[Piece], past: Surroundings, model: LinearModel) -> None:
    """Replace the pattern scores of the pieces by the joint scores. Pattern attributes are kept."""
    contexts = [act_context(at, pieces, past) for at in range(len(pieces))]
    for piece, context in zip(pieces, contexts, strict=True):
        found = probabilities(model, act_features(piece.segment.spoken, past.lexicon.lexicon.frame), context)
        patterns = piece.scores
        piece.modelled = True
        piece.patterns = {act: score.value for act, score in patterns.items()}
        joint = {act: score for act, score in patterns.items() if act not in model.labels}
        for label, value in zip(model.labels, found.tolist(), strict=True):
            known = patterns.get(label)
            push = _TRUST_IN_PATTERNS * known.value**2 if known else 0.0
            joint[label] = Score(1 - (1 - value) * (1 - push), known.attributes if known else {})
        piece.scores = joint
