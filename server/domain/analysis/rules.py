"""Context rules: what a segment does depends on its form, on what the client just said, on its neighbours."""

from collections.abc import Mapping, Sequence

from server.domain.analysis import question_rules as questions
from server.domain.analysis import restatement_rules as restatements
from server.domain.analysis.context import Surroundings
from server.domain.analysis.decide import QUESTIONS, Decision, Draft, Piece, likely
from server.domain.analysis.echo import shared
from server.domain.analysis.wordings import Score

_INFORMS = ("EXPLICATION", "ARG-CAB")
_OPENING_ONLY = ("PRESENTATION", "ACCUEIL")
_EXPECTED = 3.0
_STRONG = 0.65
_TELLS_ENOUGH = 6


def decide(pieces: Sequence[Piece], past: Surroundings, least: Mapping[str, float]) -> list[Decision]:
    """Acts of the segments of one turn. ``least`` is the score an act needs."""
    draft = Draft(pieces, past, least)
    for at, piece in enumerate(pieces):
        if past.resisted and piece.modelled:
            _expect_an_answer(piece)
        draft.at, draft.kept = at, likely(piece, least)
        if past.lexicon.segmenter.acknowledges(piece.segment.tokens) and not piece.segment.marked:
            continue
        if piece.modelled:
            questions.asks_or_not(draft)
        else:
            questions.by_form(draft)
        questions.echo(draft)
        restatements.check_of_restatement(draft)
        restatements.check_of_plan(draft)
        restatements.so(draft)
        restatements.restatement(draft)
        questions.open_or_closed(draft)
        _objection(draft)
        _moment(draft)
        questions.carried(draft)
        questions.one_question(draft)
        draft.keep()
    return [restatements.without_check(d, draft) for d in draft.found]


def _expect_an_answer(piece: Piece) -> None:
    """An open objection makes what deals with it more likely than it is at any other time."""
    for act in ("OBJ-ACCUEILLIR", "OBJ-CREUSER", "OBJ-REPONDRE"):
        score = piece.scores.get(act)
        if score is not None:
            score.value = _EXPECTED * score.value / (1 + (_EXPECTED - 1) * score.value)


def _objection(draft: Draft) -> None:
    """After an objection a question probes it and information answers it; without one, neither."""
    past, piece = draft.past, draft.piece
    if not past.resisted:
        _calm(draft)
        return
    linked = shared(piece.words, past.heard_words) > 0
    asked = [act for act in ("Q-OUVERTE", "Q-FERMEE", "Q-ALTERNATIVE", "RELANCE") if act in draft.kept]
    first = not draft.found_before(*QUESTIONS)
    if asked and first and linked and not draft.has("OBJ-CONTROLER"):
        best = max((draft.kept[act] for act in asked), key=lambda s: s.value)
        draft.drop(*asked)
        draft.kept.setdefault("OBJ-CREUSER", best)
    answered = draft.found_before("OBJ-REPONDRE", within=2)
    informs = [act for act in _INFORMS if act in draft.kept]
    long = piece.segment.words >= _TELLS_ENOUGH
    if not piece.asking and (informs or not draft.kept) and long and (linked or answered):
        draft.drop(*informs)
        draft.kept["OBJ-REPONDRE"] = Score(0.6, _order(draft))


def _calm(draft: Draft) -> None:
    """The client did not object, as far as one can see: only a strong score says otherwise."""
    for act in ("OBJ-CREUSER", "OBJ-ACCUEILLIR", "OBJ-REPONDRE"):
        score = draft.kept.get(act)
        if score is not None and (score.value < _STRONG or not draft.piece.modelled):
            draft.drop(act)
            if act == "OBJ-CREUSER":
                draft.kept.setdefault("Q-OUVERTE", score)


def _order(draft: Draft) -> dict[str, str]:
    """Answering before probing is out of order."""
    earlier = any(reading.has("OBJ-CREUSER") for reading in draft.past.readings[-4:])
    return {} if earlier or draft.found_before("OBJ-CREUSER") else {"ordre": "non"}


def _moment(draft: Draft) -> None:
    """Some acts belong to a moment: greetings to the start, a farewell to the end of what is said."""
    if not draft.past.early:
        draft.drop(*_OPENING_ONLY)
    questions.bare_framing(draft)
    if draft.has("PRISE-DE-CONGE"):
        draft.drop("EMPATHIE")
        later = draft.pieces[draft.at + 1 :]
        alone = draft.piece.segment.words <= 2 and "PRISE-DE-CONGE" not in draft.piece.patterns
        if alone or any(piece.segment.marked for piece in later):
            draft.drop("PRISE-DE-CONGE")
