"""From scores to acts, segment by segment: form is proposed by patterns and models, function by context."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from server.domain.analysis.acts import Decider
from server.domain.analysis.context import Surroundings
from server.domain.analysis.echo import shared
from server.domain.analysis.segments import Segment
from server.domain.analysis.tables import Marks
from server.domain.analysis.wordings import Score

QUESTIONS = ("Q-OUVERTE", "Q-FERMEE", "Q-ALTERNATIVE", "Q-ORIENTEE", "RELANCE", "OBJ-CREUSER")
CHECKS = ("OBJ-CONTROLER", "VALIDATION")
CARRIES_QUESTION = ("CADRAGE", "IDENTIFICATION", "CONFORMITE", "PRISE-RDV", "RECOMMANDATION", "ACCUEIL")
RESTATES = ("REFORM-SIMPLE", "REFORM-SYNTHESE")
ASKS = "ASKS"
_INFORMS = ("EXPLICATION", "PROPOSITION", "ARG-CAB")


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


def decide(pieces: Sequence[Piece], past: Surroundings, least: Mapping[str, float]) -> list[Decision]:
    """Acts of the segments of one turn. ``least`` is the score an act needs."""
    found: list[Decision] = []
    for at, piece in enumerate(pieces):
        kept = {act: s for act, s in piece.scores.items() if act != ASKS and s.value >= least.get(act, 0.5)}
        _functions(at, piece, kept, pieces, past, found)
        _one_question(piece, kept)
        for act, score in kept.items():
            found.append(
                Decision(act, at, at, min(score.value, 0.99), _by(piece, act), dict(score.attributes))
            )
    return found


def _by(piece: Piece, act: str) -> Decider:
    if act not in piece.scores:
        return "context"
    if not piece.modelled:
        return "pattern"
    return "pattern+model" if act in piece.patterns else "model"


def _functions(
    at: int,
    piece: Piece,
    kept: dict[str, Score],
    pieces: Sequence[Piece],
    past: Surroundings,
    found: Sequence[Decision],
) -> None:
    _restatement(at, piece, kept, past, found)
    _question_form(piece, kept)
    _objection(at, piece, kept, past, found)
    _offer(piece, kept, pieces)
    if piece.asking and any(act in kept for act in CARRIES_QUESTION):
        for act in ("Q-FERMEE", "Q-OUVERTE"):
            kept.pop(act, None)


def _restatement(
    at: int, piece: Piece, kept: dict[str, Score], past: Surroundings, found: Sequence[Decision]
) -> None:
    told = shared(piece.words, past.all_words)
    checked = bool(piece.marks.get("checks"))
    after = [d for d in found if d.act in RESTATES and d.last >= at - 2]
    if checked and after and piece.segment.words <= 9:
        for act in (*QUESTIONS, *CHECKS):
            kept.pop(act, None)
        kept["REFORM-SYNTHESE"] = Score(0.8, {})
        return
    if not any(act in kept for act in RESTATES):
        return
    if told == 0:
        for act in RESTATES:
            kept.pop(act, None)
        return
    if piece.asking:
        kept.pop("Q-FERMEE", None)
    added = len(set(piece.words)) - told
    best = max((kept[act] for act in RESTATES if act in kept), key=lambda s: s.value)
    if added > 2 * told + 2:
        best.attributes["fidelite"] = "non"


def _question_form(piece: Piece, kept: dict[str, Score]) -> None:
    if not piece.asking:
        for act in QUESTIONS:
            if not piece.modelled:
                kept.pop(act, None)
        return
    if piece.modelled:
        return
    if not any(act in kept for act in (*QUESTIONS, *CHECKS, *CARRIES_QUESTION, *RESTATES, "OBJ-REPONDRE")):
        short = piece.segment.words <= 3
        open_form = piece.segment.invites
        act = "RELANCE" if short and not open_form else "Q-OUVERTE" if open_form else "Q-FERMEE"
        kept[act] = Score(0.55, {})


def _objection(
    at: int, piece: Piece, kept: dict[str, Score], past: Surroundings, found: Sequence[Decision]
) -> None:
    asked = [act for act in ("Q-OUVERTE", "Q-FERMEE", "Q-ALTERNATIVE", "RELANCE") if act in kept]
    if not past.resisted:
        if "OBJ-CREUSER" in kept and not piece.modelled:
            score = kept.pop("OBJ-CREUSER")
            kept.setdefault("Q-OUVERTE", score)
        for act in ("OBJ-ACCUEILLIR", "OBJ-REPONDRE"):
            kept.pop(act, None)
        return
    linked = shared(piece.words, past.heard_words) > 0
    first = not any(d.act in QUESTIONS for d in found)
    if asked and first and (linked or "OBJ-CREUSER" in kept) and "OBJ-CONTROLER" not in kept:
        best = max((kept[act] for act in asked), key=lambda s: s.value)
        for act in asked:
            del kept[act]
        kept.setdefault("OBJ-CREUSER", best)
    informs = [act for act in _INFORMS if act in kept]
    answered = any(d.act == "OBJ-REPONDRE" for d in found)
    if not piece.asking and not piece.modelled and (informs or (not kept and piece.segment.words >= 8)):
        if linked or answered or (first and "EXPLICATION" in kept):
            for act in informs:
                if act != "PROPOSITION":
                    del kept[act]
            kept["OBJ-REPONDRE"] = Score(0.6, _order(past, found))


def _order(past: Surroundings, found: Sequence[Decision]) -> dict[str, str]:
    probed = any(d.act == "OBJ-CREUSER" for d in found)
    earlier = any(reading.has("OBJ-CREUSER") for reading in past.readings[-4:])
    return {} if probed or earlier else {"ordre": "non"}


def _offer(piece: Piece, kept: dict[str, Score], pieces: Sequence[Piece]) -> None:
    named = bool(piece.scene.get("product"))
    bare = not named and not any(other.scene.get("product") for other in pieces)
    if bare and not piece.modelled:
        kept.pop("PROPOSITION", None)
    if not piece.modelled:
        numbers = any(char.isdigit() for char in piece.segment.text)
        if not kept and not piece.asking and piece.segment.words >= 8 and (named or numbers):
            kept["EXPLICATION"] = Score(0.5, {})
        if "PROPOSITION" in kept or "ARG-CAB" in kept or "CONFORMITE" in kept:
            kept.pop("EXPLICATION", None)


def _one_question(piece: Piece, kept: dict[str, Score]) -> None:
    asked = [act for act in (*CHECKS, *QUESTIONS) if act in kept]
    if len(asked) < 2:
        return
    order = {"OBJ-CONTROLER": 8, "OBJ-CREUSER": 7, "RELANCE": 6, "VALIDATION": 5, "Q-ALTERNATIVE": 4,
             "Q-ORIENTEE": 3, "Q-OUVERTE": 2, "Q-FERMEE": 1}  # fmt: skip
    best = max(asked, key=lambda act: (kept[act].value if piece.modelled else 0, order[act]))
    for act in asked:
        if act != best:
            del kept[act]
