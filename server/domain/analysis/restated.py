"""What the advisor takes back from the client, and whether it is what the client said."""

from collections.abc import Sequence

from server.domain.analysis.acts import Restated
from server.domain.analysis.context import Surroundings
from server.domain.analysis.decide import RESTATES, Decision, Piece
from server.domain.analysis.echo import shared
from server.domain.analysis.tables import refs

_SHARED_LEAST = 2


def restated(
    pieces: Sequence[Piece], decisions: Sequence[Decision], past: Surroundings
) -> tuple[Restated, ...]:
    """Facts, topics and words taken back; false ones carry the client's correction."""
    found: dict[str, Restated] = {}
    inside = {at for d in decisions if d.act in RESTATES for at in range(d.first, d.last + 1)}
    for at, piece in enumerate(pieces):
        for wrong in _mistakes(piece, past):
            found.setdefault(f"!{wrong.correction}", wrong)
        if piece.asking and at not in inside:
            continue
        for ref in refs(piece.scene, "anchor"):
            turn = _told_at(ref, past)
            if turn and (at in inside or shared(piece.words, past.all_words) >= _SHARED_LEAST):
                found.setdefault(ref, Restated(ref=ref, turn=turn))
    wrong_refs = {item.ref for item in found.values() if not item.true}
    kept = [item for item in found.values() if not item.true or item.ref not in wrong_refs]
    if inside and not kept:
        said = [at for at in sorted(inside) if shared(pieces[at].words, past.all_words)]
        if said:
            kept.append(Restated(ref="", turn=_echoed_at(pieces[said[0]].words, past)))
    return tuple(kept)


def _mistakes(piece: Piece, past: Surroundings) -> list[Restated]:
    """Wrong beliefs stated; asking (« vous êtes toujours célibataire ? ») is no mistake."""
    wrong = []
    safe = refs(piece.scene, "unfix")
    for number in refs(piece.scene, "fix"):
        ref, fix = past.scenario.fixes[int(number)]
        if number not in safe and not (piece.segment.asks and not piece.marks.get("checks")):
            wrong.append(Restated(ref=ref, turn=_last_client(past), true=False, correction=fix.line))
    return wrong


def _told_at(fact: str, past: Surroundings) -> int:
    """The last client turn that says a fact, by its anchors; 0 when none did."""
    for turn in reversed(past.before):
        if turn.speaker != "client":
            continue
        marks = past.scenario.anchors_in(turn.text)
        if fact in marks:
            return turn.n
    return 0


def _echoed_at(words_said: Sequence[str], past: Surroundings) -> int:
    best, place = 0, _last_client(past)
    for turn in past.before:
        if turn.speaker == "client":
            count = shared(words_said, frozenset(past.lexicon.roots.get(turn.text, ())))
            if count >= best and count:
                best, place = count, turn.n
    return place


def _last_client(past: Surroundings) -> int:
    return next((turn.n for turn in reversed(past.before) if turn.speaker == "client"), 0)
