"""A turn cut into segments, one intention each, even when nobody wrote the punctuation."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from server.domain.analysis.matcher import PhraseIndex
from server.domain.analysis.spelling import Speller
from server.domain.lexicon import SegmentMarkers
from server.domain.phrases import Token, tokens
from server.domain.text import Span, fold

_STOP = re.compile(r"[.!?…]+[»”\")]*(?=\s|$)|[\n;]+|(?<=\w)\s*[?!]+")
_CLAUSE = re.compile(r"[,:]\s|\s[-–—]\s")
_LAST_WORD = re.compile(r"(?:^|[^a-z0-9])([a-z0-9]+)$")
_PUNCTUATED = re.compile(r"[.,;:!?…]")
_LONG = 9
_LEAST = 3
_SHORT = 14


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a turn: its span, its tokens, whether it asks, after which small words it starts.

    ``marked``: it carries a question mark. ``bare``: nobody punctuated the turn. ``opens``: it starts like a
    question that calls for a story. ``chooses``: it opposes two answers; ``offers``: the second is a real one.
    ``polite``: how many tokens of courtesy at its head. ``words``: elisions split.
    """

    start: int
    end: int
    text: str
    tokens: tuple[Token, ...]
    head: int
    asks: bool
    invites: bool
    marked: bool
    bare: bool
    opens: bool
    polite: int
    words: int
    chooses: bool
    offers: bool

    @property
    def spoken(self) -> tuple[Token, ...]:
        """Its tokens without the courtesies at the head, when enough is left."""
        rest = self.tokens[self.polite :]
        return rest if len(rest) >= _LEAST else self.tokens


class Segmenter:
    """Cuts turns with the markers of a lexicon. Built once per lexicon."""

    def __init__(self, markers: SegmentMarkers, speller: Speller) -> None:
        self._speller = speller
        self._fillers: PhraseIndex[str] = PhraseIndex()
        self._fillers.add_wording((*markers.fillers, *markers.courtesies), "filler")
        self._courtesies: PhraseIndex[str] = PhraseIndex()
        self._courtesies.add_wording(markers.courtesies, "polite")
        self._hesitations: PhraseIndex[str] = PhraseIndex()
        self._hesitations.add_wording(markers.hesitations, "idle")
        self._thanks: PhraseIndex[str] = PhraseIndex()
        self._thanks.add_wording(markers.acknowledgements, "seen")
        self._either, self._options = markers.either, frozenset(markers.options)
        self._short_forms = frozenset(markers.abbreviations)
        self._splits: PhraseIndex[str] = PhraseIndex()
        self._splits.add_wording(markers.splits, "split")
        self._soft: PhraseIndex[str] = PhraseIndex()
        self._soft.add_wording((*markers.splits, *markers.soft_splits), "soft")
        self._inside: PhraseIndex[str] = PhraseIndex()
        self._inside.add_wording(markers.questions, "question")
        self._inside.add_wording(markers.invitations, "invitation")
        self._inside.add_wording(markers.spoken_ends, "ending")
        self._heads: PhraseIndex[str] = PhraseIndex()
        self._heads.add_wording(markers.question_starts, "start")
        self._heads.add_wording(markers.spoken_starts, "spoken")
        self._heads.add_wording(markers.open_starts, "open")
        self._heads.add_wording(markers.statements, "statement")

    def cut(self, text: str) -> tuple[Segment, ...]:
        """The segments of a turn, in order; together they cover every word."""
        found: list[Segment] = []
        all_tokens = self._speller.spelled(text, tokens(text))
        bare = not _PUNCTUATED.search(text)
        for start, end, _marked in self._joined(self._sentences(text), all_tokens):
            inside = within(all_tokens, start, end)
            for piece in self._pieces(text, start, end, inside):
                segment = self._segment(text, *piece, bare)
                if segment is not None:
                    found.append(segment)
        return tuple(found)

    def _sentences(self, text: str) -> list[tuple[int, int, bool]]:
        """Stretches between ends of sentences, and whether each ends with a question mark."""
        found, start = [], 0
        for match in _STOP.finditer(text):
            if match.group().startswith(".") and self._abbreviated(text, match.start()):
                continue
            if text[start : match.end()].strip():
                found.append((start, match.end(), "?" in match.group()))
            start = match.end()
        if text[start:].strip():
            found.append((start, len(text), False))
        return found

    def _abbreviated(self, text: str, stop: int) -> bool:
        """« M. », « art. », or the number of a list."""
        before = _LAST_WORD.search(fold(text[max(0, stop - 12) : stop]))
        word = before.group(1) if before else ""
        return word in self._short_forms or (word.isdigit() and len(word) == 1)

    def _joined(
        self, sentences: Sequence[tuple[int, int, bool]], all_tokens: Sequence[Token]
    ) -> list[tuple[int, int, bool]]:
        """« Euh… » or « Bon. » alone carry no intention: they go with what follows."""
        found: list[tuple[int, int, bool]] = []
        waiting = -1
        for number, (start, end, marked) in enumerate(sentences):
            inside = [t for t in within(all_tokens, start, end) if t.word[0].isalnum()]
            idle = not marked and len(inside) <= _LEAST and self._idle(inside)
            if idle and number + 1 < len(sentences):
                waiting = start if waiting < 0 else waiting
                continue
            found.append((start if waiting < 0 else waiting, end, marked))
            waiting = -1
        return found

    def _idle(self, inside: Sequence[Token]) -> bool:
        return _made_of(self._hesitations, inside)

    def acknowledges(self, inside: Sequence[Token]) -> bool:
        """« D'accord, très bien. » : heard, and nothing else."""
        return _made_of(self._thanks, [t for t in inside if t.word[0].isalnum()])

    def _pieces(
        self, text: str, start: int, end: int, inside: Sequence[Token]
    ) -> list[tuple[int, int, list[Token]]]:
        clauses = {match.end() for match in _CLAUSE.finditer(text, start, end)}
        long = _unpunctuated(inside, clauses)
        cuts = [0]
        for at, token in enumerate(inside):
            here = at - cuts[-1]
            if here < _LEAST or token.start == inside[at - 1].start:
                continue
            index = self._soft if long else self._splits if token.start in clauses else None
            if index is not None and index.all_starting(inside, at):
                cuts.append(at)
        bounds = [*cuts, len(inside)]
        pieces = []
        for first, last in pairwise(bounds):
            group = list(inside[first:last])
            if group:
                left = start if first == 0 else group[0].start
                right = end if last == len(inside) else inside[last].start
                pieces.append((left, right, group))
        return pieces

    def _segment(self, text: str, start: int, end: int, group: list[Token], bare: bool) -> Segment | None:
        words = [token for token in group if token.word[0].isalnum()]
        if not words:
            return None
        span = Span.of(text, start, end)
        head = self._head(group)
        question_mark = "?" in span.quote[-3:]
        polite = _run_of(self._courtesies, group)
        said = {(hit.payload, hit.last == len(group) - 1) for hit in self._inside.hits(group)}
        held = {kind for kind, _ in said}
        begins = {hit.payload for hit in self._heads.all_starting(group, head)}
        last_bare = bare and end >= len(text.rstrip())
        ends = ("ending", True) in said or ("spoken" in begins and len(group) - head <= _SHORT)
        formed = "question" in held or "start" in begins or (last_bare and ends)
        asks = formed and "statement" not in begins and (bare or "question" in held)
        return Segment(
            span.start,
            span.end,
            span.quote,
            tuple(group),
            head,
            question_mark or asks,
            "invitation" in held,
            question_mark,
            bare,
            "open" in begins,
            polite,
            len(words),
            *self._choice([token.word for token in words]),
        )

    def _choice(self, said: Sequence[str]) -> tuple[bool, bool]:
        """Whether two answers are opposed, and whether the second is one (« ou pas » is none)."""
        after = [said[at + 1] for at, word in enumerate(said[:-1]) if at and word == self._either]
        return bool(after), any(word in self._options or word.isdigit() for word in after)

    def _head(self, group: Sequence[Token]) -> int:
        at = 0
        while at < len(group) - 1:
            hit = self._fillers.starting(group, at)
            if hit is None or hit.last + 1 >= len(group):
                break
            at = hit.last + 1
        return at


def _made_of(index: PhraseIndex[str], inside: Sequence[Token]) -> bool:
    return _run_of(index, inside) == len(inside)


def _run_of(index: PhraseIndex[str], inside: Sequence[Token]) -> int:
    """How many tokens at the head belong to phrases of an index."""
    at = 0
    while at < len(inside):
        hit = index.starting(inside, at)
        if hit is None:
            break
        at = hit.last + 1
    return at


def within(ordered: Sequence[Token], start: int, end: int) -> list[Token]:
    """Tokens that begin inside a stretch of text."""
    first = bisect_left(ordered, start, key=lambda token: token.start)
    last = bisect_left(ordered, end, key=lambda token: token.start)
    return list(ordered[first:last])


def _unpunctuated(inside: Sequence[Token], clauses: set[int]) -> bool:
    if len(inside) <= _LONG:
        return False
    marks = sum(inside[0].start < place < inside[-1].end for place in clauses)
    return marks * 14 < len(inside)
