"""Questions: whether a segment asks, and how. The form decides where it is plain, the model elsewhere."""

from server.domain.analysis.decide import (
    ANSWERABLE,
    CARRIES_QUESTION,
    CHECKS,
    QUESTIONS,
    RESTATES,
    Draft,
    Piece,
)
from server.domain.analysis.echo import shared
from server.domain.analysis.features import question_shape
from server.domain.analysis.wordings import Score

_CERTAIN = 0.9
_SURELY = 0.6
_HARDLY = 0.3
_BRIEF = 5
_ECHOING = 6
_STOPS = (".", "!")
_HANGS = ("…", "...")


def asks_or_not(draft: Draft) -> None:
    """A question mark deserves an act of question; a segment that hardly asks deserves none."""
    piece = draft.piece
    marked = piece.segment.marked
    sure = _SURELY if piece.segment.bare else _CERTAIN
    if piece.asking:
        sure = _HARDLY
    ends = draft.at == len(draft.pieces) - 1
    hardly = _HARDLY if piece.segment.bare and ends else _SURELY
    closed = piece.segment.text.rstrip('»”") ').endswith(_STOPS) and not piece.asking
    asks = marked or (piece.asks >= sure and not closed)
    if not marked and not piece.asking and (closed or piece.asks < hardly):
        draft.drop(*(act for act in QUESTIONS if act != "RELANCE"))
    if asks and not draft.has(*ANSWERABLE):
        able = [act for act in (*QUESTIONS, *CHECKS, *CARRIES_QUESTION) if act in piece.scores]
        best = max(able, key=lambda act: piece.scores[act].value)
        draft.kept[best] = piece.scores[best]


def by_form(draft: Draft) -> None:
    """Without a model, the form alone proposes a question or an explanation."""
    piece = draft.piece
    if not piece.asking:
        draft.drop(*QUESTIONS)
        named = bool(piece.scene.get("product")) or any(char.isdigit() for char in piece.segment.text)
        if not draft.kept and piece.segment.words >= 8 and named:
            draft.kept["EXPLICATION"] = Score(0.5, {})
        if draft.has("PROPOSITION", "ARG-CAB", "CONFORMITE"):
            draft.drop("EXPLICATION")
        if not any(other.scene.get("product") for other in draft.pieces):
            draft.drop("PROPOSITION")
    elif not draft.has(*ANSWERABLE):
        brief = piece.segment.words <= 3 and not piece.segment.invites
        act = "RELANCE" if brief else "Q-OUVERTE" if piece.segment.invites else "Q-FERMEE"
        draft.kept[act] = Score(0.55, {})


def echo(draft: Draft) -> None:
    """Two or three words of the client, left hanging, invite to go on."""
    piece = draft.piece
    hangs = piece.segment.marked or piece.segment.text.rstrip().endswith(_HANGS)
    echoed = shared(piece.words, draft.past.heard_words)
    new = len(set(piece.words)) - echoed
    if hangs and piece.segment.words <= _ECHOING and echoed and not new:
        draft.drop(
            *QUESTIONS, *CHECKS, *RESTATES, "EMPATHIE", "EXPLICATION", "OBJ-ACCUEILLIR", "OBJ-REPONDRE"
        )
        draft.kept["RELANCE"] = Score(0.75, {})


def open_or_closed(draft: Draft) -> None:
    """« Est-ce que vous avez… ? » calls for yes or no, whatever its subject: a plain form decides."""
    piece = draft.piece
    plain = piece.segment.marked or piece.segment.words <= _BRIEF
    if not plain or not draft.has("Q-OUVERTE", "Q-FERMEE"):
        return
    kinds = question_shape(piece)
    best = max(
        (draft.kept[act] for act in ("Q-OUVERTE", "Q-FERMEE") if act in draft.kept), key=lambda s: s.value
    )
    if _offers_choice(piece) or (draft.has("Q-ALTERNATIVE") and "or" in kinds):
        draft.drop("Q-OUVERTE", "Q-FERMEE")
        draft.kept["Q-ALTERNATIVE"] = best
    elif "open" not in kinds and not piece.segment.invites:
        draft.drop("Q-OUVERTE")
        draft.kept.setdefault("Q-FERMEE", best)


def _offers_choice(piece: Piece) -> bool:
    """« … ou … » between two answers, and not « ou pas »."""
    kinds = question_shape(piece)
    return piece.segment.offers and "open" not in kinds and "closed" not in kinds


def bare_framing(draft: Draft) -> None:
    """A question mark without any wording of framing is a question, even at the start."""
    piece = draft.piece
    score = draft.kept.get("CADRAGE")
    asks = piece.segment.marked or piece.segment.invites
    if score and piece.modelled and asks and "CADRAGE" not in piece.patterns:
        kinds = ("Q-OUVERTE", "Q-FERMEE")
        best = max(kinds, key=lambda act: piece.scores[act].value if act in piece.scores else 0.0)
        if score.value < _CERTAIN and not draft.has(*QUESTIONS):
            draft.drop("CADRAGE")
            draft.kept[best] = piece.scores[best]
            open_or_closed(draft)


def carried(draft: Draft) -> None:
    """« Vous avez cinq minutes ? » frames the interview: it is not counted as a question besides."""
    if draft.has(*CARRIES_QUESTION):
        draft.drop("Q-FERMEE", "Q-OUVERTE")


def one_question(draft: Draft) -> None:
    """A segment asks one thing: the likeliest kind of question is kept."""
    asked = [act for act in (*CHECKS, *QUESTIONS) if act in draft.kept]
    if len(asked) < 2:
        return
    order = (
        "OBJ-CONTROLER",
        "OBJ-CREUSER",
        "RELANCE",
        "VALIDATION",
        "Q-ALTERNATIVE",
        "Q-ORIENTEE",
        "Q-OUVERTE",
    )
    by_value = {act: draft.kept[act].value for act in asked}
    if not draft.piece.modelled:
        by_value = {act: -float(order.index(act)) if act in order else -99.0 for act in asked}
    best = max(asked, key=lambda act: by_value[act])
    draft.drop(*(act for act in asked if act != best))
