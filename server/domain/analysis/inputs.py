"""What kind of input a turn is, so that the client can answer like a person to whatever was typed."""

import re
from collections.abc import Sequence
from typing import Literal

from server.domain.analysis.acts import Act
from server.domain.analysis.decide import Piece
from server.domain.analysis.tables import refs
from server.domain.analysis.touched import Aim
from server.domain.transcript import Turn

InputKind = Literal["speech", "empty", "injection", "rude", "off_topic", "repeat", "about_me", "unclear"]
_ALWAYS: tuple[InputKind, ...] = ("injection", "rude")
_WHEN_ALONE: tuple[InputKind, ...] = ("repeat", "about_me", "off_topic")
_SPACED = re.compile(r"(?:(?<!\w)[^\W\d_][ .\-]+){6,}[^\W\d_](?!\w)")
_SHORT = 14
_BRIEF = 7
_BARE = 6


def _spelled_out(text: str) -> bool:
    """Letters set apart so that no reader of words sees them: nobody talks like that."""
    return _SPACED.search(text) is not None


def input_kind(turn: Turn, pieces: Sequence[Piece], acts: Sequence[Act], pointed: Aim) -> InputKind:
    """Class of a turn. A remark at the edge of a real turn does not change its class."""
    if not turn.text.strip() or not pieces:
        return "empty"
    if _spelled_out(turn.text):
        return "injection"
    seen = {ref for piece in pieces for ref in refs(piece.marks, "input")}
    for kind in _ALWAYS:
        if kind in seen:
            return kind
    words = sum(piece.segment.words for piece in pieces)
    if "repeat" in seen and words <= _BRIEF:
        return "repeat"
    aims = pointed.facts or pointed.topics
    strong = any(act.act not in ("Q-FERMEE", "Q-OUVERTE", "RELANCE") for act in acts)
    for kind in _WHEN_ALONE:
        if kind in seen and not aims and (words <= _BRIEF or (words <= _SHORT and not strong)):
            return kind
    nothing = not acts and not pointed.themes and not pointed.topics
    known = any(piece.scene or piece.marks for piece in pieces)
    return "unclear" if nothing and not known and words > _BARE else "speech"
