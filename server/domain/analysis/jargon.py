"""Terms of the trade that the client does not use and that nobody explains: M-JARGON."""

from collections.abc import Sequence

from server.domain.analysis.context import Surroundings
from server.domain.analysis.decide import Piece
from server.domain.analysis.tables import refs
from server.domain.phrases import tokens


def unexplained(pieces: Sequence[Piece], past: Surroundings) -> list[tuple[int, int, str]]:
    """Place and wording of each term left unexplained in this turn."""
    if not any(piece.marks.get("jargon") for piece in pieces):
        return []
    used = _client_terms(past)
    plain = {ref for piece in pieces for ref in refs(piece.marks, "plain")}
    found: dict[str, tuple[int, int, str]] = {}
    for at, piece in enumerate(pieces):
        near = pieces[at : at + 2]
        explained = any(other.marks.get("explains") for other in near)
        for ref, hit in piece.marks.get("jargon", ()):
            if ref in used or ref in plain or explained or ref in found:
                continue
            start, end = piece.segment.tokens[hit.first].start, piece.segment.tokens[hit.last].end
            text = piece.segment.text[start - piece.segment.start : end - piece.segment.start]
            found[ref] = (start, end, text)
    return list(found.values())


def _client_terms(past: Surroundings) -> set[str]:
    used: set[str] = set()
    for turn in past.before:
        if turn.speaker == "client":
            used.update(refs(past.lexicon.marks(tokens(turn.text)), "jargon"))
    return used
