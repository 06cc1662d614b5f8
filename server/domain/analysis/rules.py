"""Context rules: what a segment does depends on its form, on what the client just said, on its neighbours."""

from collections.abc import Mapping, Sequence

from server.domain.analysis.context import Surroundings
from server.domain.analysis.decide import (
    CARRIES_QUESTION,
    CHECKS,
    QUESTIONS,
    RESTATES,
    Decision,
    Draft,
    Piece,
    likely,
)
from server.domain.analysis.echo import shared
from server.domain.analysis.features import question_shape
from server.domain.analysis.wordings import Score

_OPTIONS = frozenset(
    {
        "plutot",
        "c",
        "le",
        "la",
        "l",
        "les",
        "un",
        "une",
        "par",
        "en",
        "a",
        "au",
        "aux",
        "sur",
        "vous",
        "ca",
        "on",
    }
    | {"lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"}
)
_ANSWERABLE = (*QUESTIONS, *CHECKS, *CARRIES_QUESTION, *RESTATES, "PROPOSITION", "CONCLUSION")
_INFORMS = ("EXPLICATION", "ARG-CAB")
_OPENING_ONLY = ("PRESENTATION", "ACCUEIL")
_CERTAIN = 0.9
_EXPECTED = 3.0
_STRONG = 0.65
_SURELY = 0.6
_HARDLY = 0.3
_OWN = frozenset({"je", "j", "moi", "nous", "on", "notre"})
_CHECKING = 6
_ECHOING = 6
_SHORT = 9
_BRIEF = 5
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
            _asks_or_not(draft)
        else:
            _by_form(draft)
        _echo(draft)
        _check_of_restatement(draft)
        _check_of_plan(draft)
        _so(draft)
        _restatement(draft)
        _open_or_closed(draft)
        _objection(draft)
        _moment(draft)
        _carried(draft)
        _one_question(draft)
        draft.keep()
    return draft.found


def _expect_an_answer(piece: Piece) -> None:
    """An open objection makes what deals with it more likely than it is at any other time."""
    for act in ("OBJ-ACCUEILLIR", "OBJ-CREUSER", "OBJ-REPONDRE"):
        score = piece.scores.get(act)
        if score is not None:
            score.value = _EXPECTED * score.value / (1 + (_EXPECTED - 1) * score.value)


def _asks_or_not(draft: Draft) -> None:
    """A question mark deserves an act of question; a segment that hardly asks deserves none."""
    piece = draft.piece
    marked = piece.segment.marked
    sure = _SURELY if piece.segment.bare else _CERTAIN
    if piece.asking:
        sure = _HARDLY
    ends = draft.at == len(draft.pieces) - 1
    hardly = _HARDLY if piece.segment.bare and ends else _SURELY
    closed = piece.segment.text.rstrip('»”") ').endswith((".", "!")) and not piece.asking
    asks = marked or (piece.asks >= sure and not closed)
    if not marked and not piece.asking and (closed or piece.asks < hardly):
        draft.drop(*(act for act in QUESTIONS if act != "RELANCE"))
    if asks and not draft.has(*_ANSWERABLE):
        able = [act for act in (*QUESTIONS, *CHECKS, *CARRIES_QUESTION) if act in piece.scores]
        best = max(able, key=lambda act: piece.scores[act].value)
        draft.kept[best] = piece.scores[best]


def _by_form(draft: Draft) -> None:
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
    elif not draft.has(*_ANSWERABLE):
        brief = piece.segment.words <= 3 and not piece.segment.invites
        act = "RELANCE" if brief else "Q-OUVERTE" if piece.segment.invites else "Q-FERMEE"
        draft.kept[act] = Score(0.55, {})


def _check_of_restatement(draft: Draft) -> None:
    """« C'est bien cela ? » after what the client said makes a synthesis of what precedes."""
    piece = draft.piece
    if not piece.marks.get("checks") or piece.segment.words > _SHORT:
        return
    before = draft.pieces[max(0, draft.at - 3) : draft.at]
    echoed = len({word for other in before for word in other.words} & draft.past.all_words)
    if draft.found_before(*RESTATES, within=3) or echoed >= 4:
        draft.drop(*QUESTIONS, *CHECKS)
        draft.kept["REFORM-SYNTHESE"] = Score(0.8, {})


def _check_of_plan(draft: Draft) -> None:
    """« Ça vous va ? » after a plan, an appointment or a conclusion belongs to it."""
    piece = draft.piece
    if not piece.segment.marked or piece.segment.words > _CHECKING or len(piece.words) > 1:
        return
    for act in ("CADRAGE", "PRISE-RDV", "CONCLUSION"):
        if any(d.act == act and d.last == draft.at - 1 for d in draft.found) and not draft.has(*RESTATES):
            draft.kept = {act: Score(0.7, {"accord": "oui"})}
            return


def _echo(draft: Draft) -> None:
    """Two or three words of the client, left hanging, invite to go on."""
    piece = draft.piece
    hangs = piece.segment.marked or piece.segment.text.rstrip().endswith(("…", "..."))
    echoed = shared(piece.words, draft.past.heard_words)
    new = len(set(piece.words)) - echoed
    if hangs and piece.segment.words <= _ECHOING and echoed and not new:
        draft.drop(
            *QUESTIONS, *CHECKS, *RESTATES, "EMPATHIE", "EXPLICATION", "OBJ-ACCUEILLIR", "OBJ-REPONDRE"
        )
        draft.kept["RELANCE"] = Score(0.75, {})


def _so(draft: Draft) -> None:
    """« Donc… » followed by what was just said, and nothing of one's own, takes it back."""
    piece = draft.piece
    said = [token.word for token in piece.segment.tokens]
    if "donc" not in said[:3] or piece.segment.marked or not draft.past.heard or _OWN & set(said):
        return
    if shared(piece.words, draft.past.recent_words) and not piece.scene.get("product"):
        draft.drop("EXPLICATION", "OBJ-REPONDRE", "Q-FERMEE", "Q-OUVERTE")
        if not draft.has(*RESTATES):
            draft.kept["REFORM-SIMPLE"] = Score(0.6, {})


def _restatement(draft: Draft) -> None:
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


def _open_or_closed(draft: Draft) -> None:
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
    said = [token.word for token in piece.segment.tokens if token.word[0].isalnum()]
    kinds = question_shape(piece)
    places = [at for at, word in enumerate(said) if word == "ou" and 1 < at < len(said) - 1]
    real = [at for at in places if said[at + 1] in _OPTIONS or said[at + 1].isdigit()]
    return bool(real) and "open" not in kinds and "closed" not in kinds


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
    _bare_framing(draft)
    if draft.has("PRISE-DE-CONGE"):
        draft.drop("EMPATHIE")
        later = draft.pieces[draft.at + 1 :]
        alone = draft.piece.segment.words <= 2 and "PRISE-DE-CONGE" not in draft.piece.patterns
        if alone or any(piece.segment.marked for piece in later):
            draft.drop("PRISE-DE-CONGE")


def _bare_framing(draft: Draft) -> None:
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
            _open_or_closed(draft)


def _carried(draft: Draft) -> None:
    """« Vous avez cinq minutes ? » frames the interview: it is not counted as a question besides."""
    if draft.has(*CARRIES_QUESTION):
        draft.drop("Q-FERMEE", "Q-OUVERTE")


def _one_question(draft: Draft) -> None:
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
