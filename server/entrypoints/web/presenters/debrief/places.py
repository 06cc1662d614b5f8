"""Places in a text: sentences around a span, and stretches cut so that marks never nest."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from server.entrypoints.web.presenters.debrief.model import Piece, Ref

_SENTENCE_END = re.compile(r"[.!?…]+[»\"]?(?=\s|$)|\n")
_CUT = "[…]"
CONTEXT = 110


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch to underline: an ink and its note, or a fact."""

    start: int
    end: int
    link: str
    ink: str = ""
    code: str = ""
    minus: bool = False
    fact: bool = False


def cut(text: str, marks: Sequence[Mark]) -> tuple[Piece, ...]:
    """The text as pieces, each under one mark at most. Where two meet, the shorter one shows.

    A mark wholly covered by another still has its call after the words.
    """
    edges = sorted({0, len(text), *(edge for mark in marks for edge in (mark.start, mark.end))})
    pieces: list[Piece] = []
    for start, end in pairwise(edges):
        over = [mark for mark in marks if mark.start <= start and end <= mark.end]
        ending = tuple(Ref(mark.link, mark.ink, mark.code) for mark in marks if mark.end == end and mark.code)
        pieces.append(_piece(text[start:end], over, ending))
    return tuple(piece for piece in pieces if piece.text)


def _piece(text: str, over: Sequence[Mark], refs: tuple[Ref, ...]) -> Piece:
    if not over:
        return Piece(text)
    shown = min(over, key=lambda mark: (mark.end - mark.start, mark.start))
    return Piece(
        text=text,
        ink=shown.ink,
        minus=shown.minus,
        fact=shown.fact,
        links=tuple(dict.fromkeys((shown.link, *(mark.link for mark in over)))),
        crit=shown.code,
        refs=refs,
    )


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Bounds of the sentences that hold a span."""
    first, last = 0, len(text)
    for match in _SENTENCE_END.finditer(text):
        if match.end() <= start:
            first = match.end()
        elif match.end() >= end:
            last = match.end()
            break
    while first < start and text[first].isspace():
        first += 1
    return first, last


def in_context(text: str, start: int, end: int) -> tuple[str, str, str]:
    """Words before, the span, words after: its sentence, shortened where it runs long."""
    first, last = sentence_around(text, start, end)
    before, after = text[first:start], text[end:last].rstrip()
    if len(before) > CONTEXT:
        before = f"{_CUT} {before[-CONTEXT:].split(' ', 1)[-1]}"
    if len(after) > CONTEXT:
        after = f"{after[:CONTEXT].rsplit(' ', 1)[0]} {_CUT}"
    return before, text[start:end], after


def opening_words(text: str, limit: int = 140) -> str:
    """The first sentence or two of a turn."""
    if len(text) <= limit:
        return text
    ends = [match.end() for match in _SENTENCE_END.finditer(text) if match.end() <= limit]
    return text[: ends[-1]].rstrip() if ends else f"{text[:limit].rsplit(' ', 1)[0]} {_CUT}"
