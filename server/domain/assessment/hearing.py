"""A transcript heard once: phrases of the rules, content words and numbers of each turn, with their places."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pydantic import BaseModel

from server.domain.analysis.acts import Reading
from server.domain.analysis.echo import root
from server.domain.assessment.numerals import Number, NumberReader
from server.domain.assessment.phrasebook import PhraseBook, Phrases, Place
from server.domain.phrases import Token, sentences
from server.domain.text import fold
from server.domain.transcript import Turn

_COMMA = re.compile(r"[,;:] +")
_LONG, _BEFORE, _AFTER = 30, 6, 12
_PHRASE_FIELDS = ("says", "also", "unless", "anchors", "breaks")


def phrase_lists(content: BaseModel) -> Iterator[Phrases]:
    """Every list of phrases found under the known names of a content, however deep."""
    for name in type(content).model_fields:
        yield from _lists(name, getattr(content, name))


def _lists(name: str, value: object) -> Iterator[Phrases]:
    if isinstance(value, BaseModel):
        yield from phrase_lists(value)
    elif isinstance(value, tuple) and value:
        if isinstance(value[0], str) and (name in _PHRASE_FIELDS or name.startswith("says_")):
            yield value
        elif not isinstance(value[0], str):
            for item in value:
                yield from _lists(name, item)


@dataclass(frozen=True, slots=True)
class Voice:
    """One turn: its reading, its words, its numbers, and what it says of every phrase list."""

    turn: Turn
    reading: Reading
    groups: tuple[tuple[Token, ...], ...]
    heard: Mapping[Phrases, Sequence[Place]]
    numbers: tuple[Number, ...]
    content: tuple[tuple[str, int], ...]
    roots: frozenset[str] = field(default=frozenset())

    @property
    def n(self) -> int:
        """Turn number."""
        return self.turn.n

    def places(self, phrases: Phrases) -> Sequence[Place]:
        """Where one of these phrases is said."""
        return self.heard.get(phrases, ()) if phrases else ()

    def says(self, phrases: Phrases, inside: Place | None = None) -> bool:
        """Whether one of these phrases is said, in the turn or in a part of it."""
        if inside is None:
            return bool(self.places(phrases))
        return any(inside[0] < end and start < inside[1] for start, end in self.places(phrases))

    def roots_in(self, start: int, end: int) -> set[str]:
        """Content roots and numbers of a part of the turn."""
        return {item for item, at in self.content if start <= at < end}

    def group(self, place: Place) -> Place:
        """The whole sentence around a place; the whole turn when nobody punctuated it."""
        for group in self.groups:
            if group[0].start <= place[0] < group[-1].end:
                return group[0].start, group[-1].end
        return 0, len(self.turn.text)

    def sentence(self, place: Place) -> Place:
        """The sentence around a place; in speech without punctuation, a few words either side."""
        for group in self.groups:
            if group[0].start <= place[0] < group[-1].end:
                return _around(group, place, self.turn.text)
        return 0, len(self.turn.text)


def _around(group: Sequence[Token], place: Place, text: str) -> Place:
    """A sentence, or in a long one the clause around a place: from a comma to a comma, else some words."""
    start, end = group[0].start, group[-1].end
    if len(group) <= _LONG:
        return start, min(end + 1, len(text))
    inside = [at for at, token in enumerate(group) if token.end > place[0] and token.start < place[1]]
    first, last = max(0, inside[0] - _BEFORE), min(len(group) - 1, inside[-1] + _AFTER)
    commas = [match.end() for match in _COMMA.finditer(text, start, place[0])]
    left = max(
        (at for at in commas if at >= group[max(0, first - _BEFORE)].start), default=group[first].start
    )
    right = next((m.start() for m in _COMMA.finditer(text, group[last].start, end)), group[last].end)
    return left, max(right, place[1])


class Ear:
    """What is needed to hear a turn. Built once for a rubric and a scenario."""

    def __init__(self, book: PhraseBook, numbers: NumberReader, silent: Iterable[str]) -> None:
        self._book = book
        self._numbers = numbers
        self._silent = frozenset(fold(word) for word in silent)

    def hear(self, turn: Turn, reading: Reading) -> Voice:
        """Everything about one turn."""
        groups = tuple(tuple(group) for group in sentences(turn.text))
        heard = self._book.listen(groups)
        counts = any(self._numbers.counts(token.word) for group in groups for token in group)
        numbers = self._numbers.read(turn.text) if counts else ()
        content = tuple(self._content(groups, numbers))
        roots = frozenset(item for item, _ in content)
        return Voice(turn, reading, groups, heard, numbers, content, roots)

    def roots(self, text: str) -> frozenset[str]:
        """Content roots and numbers of a text."""
        groups = sentences(text)
        return frozenset(item for item, _ in self._content(groups, self._numbers.read(text)))

    def numbers(self, text: str) -> tuple[Number, ...]:
        """Numbers of a text."""
        return self._numbers.read(text)

    def _content(
        self, groups: Sequence[Sequence[Token]], numbers: Sequence[Number]
    ) -> Iterator[tuple[str, int]]:
        for number in numbers:
            if number.value > 1:
                yield f"#{number.value:g}", number.start
        taken = [(number.start, number.end) for number in numbers]
        for group in groups:
            for token in group:
                word = token.word
                if len(word) < 3 or word[0].isdigit() or word in self._silent:
                    continue
                if any(start <= token.start < end for start, end in taken):
                    continue
                yield root(word), token.start
