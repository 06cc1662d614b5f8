"""Restatements: what takes back the client's words, what checks it, and what only looks like it."""

from dataclasses import replace

from server.domain.analysis.decide import RESTATES, Decision, Draft
from server.domain.analysis.echo import shared
from server.domain.analysis.wordings import Score

_TWO_FACTS = 4
_GIVES_WAY = (*RESTATES, "EXPLICATION", "OBJ-REPONDRE", "OBJ-ACCUEILLIR")
_OWN_MATTER = frozenset(
    (
        "CONCLUSION",
        "PROPOSITION",
        "CADRAGE",
        "PRISE-RDV",
        "ARG-CAB",
        "ESCALADE",
        "ACCUEIL",
        "EMPATHIE",
        "DELEGATION",
    )
)
_CHECKING = 6
_SHORT = 9


def check_of_restatement(draft: Draft) -> None:
    """« C'est bien cela ? » after what the client said makes one synthesis of what precedes."""
    piece = draft.piece
    if not piece.marks.get("checks") or piece.segment.words > _SHORT:
        return
    first = draft.at
    while first and _takes_back(draft, first - 1):
        first -= 1
    echoed = {word for other in draft.pieces[first : draft.at] for word in other.words} & draft.past.all_words
    if first == draft.at or len(echoed) < 2:
        return
    act = "REFORM-SYNTHESE" if len(echoed) >= _TWO_FACTS else "REFORM-SIMPLE"
    inside = range(first, draft.at)
    draft.found = [d for d in draft.found if d.first not in inside or d.act not in _GIVES_WAY]
    draft.found += [Decision(act, at, at, 0.8, "context", {}) for at in inside]
    draft.kept = {act: Score(0.8, {})}


def _takes_back(draft: Draft, at: int) -> bool:
    """Whether a segment says again what the client said, or announces it."""
    piece = draft.pieces[at]
    if piece.segment.marked or any(d.first == at and d.act in _OWN_MATTER for d in draft.found):
        return False
    restated = any(d.first == at and d.act in RESTATES for d in draft.found)
    return restated or bool(piece.marks.get("restates")) or shared(piece.words, draft.past.all_words) > 0


def check_of_plan(draft: Draft) -> None:
    """« Ça vous va ? » after a plan, an appointment or a conclusion belongs to it."""
    piece = draft.piece
    if not piece.segment.marked or piece.segment.words > _CHECKING or len(piece.words) > 1:
        return
    for act in ("CADRAGE", "PRISE-RDV", "CONCLUSION"):
        if any(d.act == act and d.last == draft.at - 1 for d in draft.found) and not draft.has(*RESTATES):
            draft.kept = {act: Score(0.7, {"accord": "oui"})}
            return
    if piece.consents:
        draft.drop("Q-FERMEE", "Q-OUVERTE")


def so(draft: Draft) -> None:
    """« Donc… » followed by what was just said, and nothing of one's own, takes it back."""
    piece = draft.piece
    said = [token.word for token in piece.segment.tokens]
    words = draft.past.lexicon.lexicon.restating
    if not set(words.so) & set(said[:3]) or set(words.own) & set(said):
        return
    if piece.segment.marked or not draft.past.heard:
        return
    if shared(piece.words, draft.past.recent_words) and not piece.scene.get("product"):
        draft.drop("EXPLICATION", "OBJ-REPONDRE", "Q-FERMEE", "Q-OUVERTE")
        if not draft.has(*RESTATES):
            draft.kept["REFORM-SIMPLE"] = Score(0.6, {})


def restatement(draft: Draft) -> None:
    """Nothing taken back, no restatement; much added, an unfaithful one."""
    if not draft.has(*RESTATES):
        return
    piece = draft.piece
    told = shared(piece.words, draft.past.all_words)
    if told == 0 and not piece.marks.get("checks"):
        draft.drop(*RESTATES)
        return
    draft.drop("Q-FERMEE")
    best = max((draft.kept[act] for act in RESTATES if act in draft.kept), key=lambda s: s.value)
    if len(set(piece.words)) - told > 2 * told + 2:
        best.attributes["fidelite"] = "non"


def without_check(d: Decision, draft: Draft) -> Decision:
    """Two facts said again without asking whether it is right: a simple restatement."""
    after = draft.pieces[d.first :]
    if d.act != "REFORM-SYNTHESE" or any(p.segment.marked or p.marks.get("checks") for p in after):
        return d
    if any(p.segment.bare for p in after):
        return d
    return replace(d, act="REFORM-SIMPLE", attributes={**d.attributes, "validation": "non"})
