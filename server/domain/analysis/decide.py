"""From scores to acts, segment by segment: form is proposed by patterns and models, function by context."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from server.domain.analysis.acts import Decider
from server.domain.analysis.context import Surroundings
from server.domain.analysis.segments import Segment
from server.domain.analysis.tables import Marks
from server.domain.analysis.wordings import Score

QUESTIONS = ("Q-OUVERTE", "Q-FERMEE", "Q-ALTERNATIVE", "Q-ORIENTEE", "RELANCE", "OBJ-CREUSER")
CHECKS = ("OBJ-CONTROLER", "VALIDATION")
CARRIES_QUESTION = ("CADRAGE", "IDENTIFICATION", "CONFORMITE", "PRISE-RDV", "RECOMMANDATION", "ACCUEIL")
RESTATES = ("REFORM-SIMPLE", "REFORM-SYNTHESE")
ANSWERABLE = (*QUESTIONS, *CHECKS, *CARRIES_QUESTION, *RESTATES, "PROPOSITION", "CONCLUSION")
ASKS = "ASKS"
_PATTERN_LEAST = 0.5
_SECOND = 0.5
_WORDED = 0.4
_SPARE = 2  # words besides the consent itself: « alors », « pour vous »


@dataclass(slots=True)
class Piece:
    """One segment with what is known of it."""

    segment: Segment
    marks: Marks
    scene: Marks
    scores: dict[str, Score]
    words: list[str]
    modelled: bool = False
    patterns: dict[str, float] = field(default_factory=dict)

    @property
    def asks(self) -> float:
        """How surely the segment looks for information, 0 to 1."""
        return self.scores[ASKS].value if ASKS in self.scores else float(self.asking)

    @property
    def consents(self) -> bool:
        """« Ça vous va ? » : it asks for consent and for nothing else."""
        held = [hit for _, hit in self.marks.get("consents", ())]
        covered = {at for hit in held for at in range(hit.first, hit.last + 1)}
        rest = len(self.segment.tokens) - len(covered) - self.segment.head - self.segment.marked
        return bool(held) and rest <= _SPARE

    @property
    def asking(self) -> bool:
        """Whether the segment asks or invites to tell."""
        return self.segment.asks or self.segment.invites


@dataclass(frozen=True, slots=True)
class Decision:
    """An act given to a run of segments."""

    act: str
    first: int
    last: int
    confidence: float
    decided_by: Decider
    attributes: Mapping[str, str]


@dataclass(slots=True)
class Draft:
    """The acts of a turn while they are being decided; rules read it and change ``kept``."""

    pieces: Sequence[Piece]
    past: Surroundings
    least: Mapping[str, float]
    found: list[Decision] = field(default_factory=list)
    at: int = 0
    kept: dict[str, Score] = field(default_factory=dict)

    @property
    def piece(self) -> Piece:
        """The segment being decided."""
        return self.pieces[self.at]

    def drop(self, *acts: str) -> None:
        """Forget acts of this segment."""
        for act in acts:
            self.kept.pop(act, None)

    def has(self, *acts: str) -> bool:
        """Whether this segment keeps one of these acts."""
        return any(act in self.kept for act in acts)

    def found_before(self, *acts: str, within: int = 99) -> bool:
        """Whether one of these acts was found in the last segments of this turn."""
        return any(d.act in acts and d.last >= self.at - within for d in self.found)

    def keep(self) -> None:
        """Write down what the segment keeps."""
        for act, score in self.kept.items():
            value, attributes = min(score.value, 0.99), dict(score.attributes)
            self.found.append(Decision(act, self.at, self.at, value, _by(self.piece, act), attributes))


def likely(piece: Piece, least: Mapping[str, float]) -> dict[str, Score]:
    """One segment, one intention: the likeliest act, others only when they are likely too; blunders add up."""
    scores = {act: s for act, s in piece.scores.items() if act != ASKS}
    if not piece.modelled:
        return {act: s for act, s in scores.items() if s.value >= _PATTERN_LEAST}
    kept = {act: s for act, s in scores.items() if s.value >= least.get(act, _PATTERN_LEAST)}
    main = [act for act in kept if not act.startswith("M-")]
    best = max(main, key=lambda act: kept[act].value, default="")
    for act in main:
        needed = _WORDED if piece.patterns.get(act, 0.0) >= _WORDED else _SECOND
        if act != best and kept[act].value < max(needed, least.get(act, 0.0)):
            del kept[act]
    return kept


def _by(piece: Piece, act: str) -> Decider:
    if act not in piece.scores:
        return "context"
    if not piece.modelled:
        return "pattern"
    return "pattern+model" if act in piece.patterns else "model"
