"""Many lists of phrases looked for at once: an index by one word of each phrase, then an exact check.

Same meaning as ``server.domain.phrases.find``: every word of the phrase in one sentence, in any order, a few
words apart, ``*`` for a free ending.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from server.domain.phrases import Token, tokens

Phrases = tuple[str, ...]
Place = tuple[int, int]

_SLACK = 4
_PREFIX = 4


@dataclass(frozen=True, slots=True)
class _Entry:
    """A phrase ready to be checked: its whole words, its beginnings, the list it belongs to."""

    words: tuple[str, ...]
    starts: tuple[str, ...]
    owner: Phrases
    needed: frozenset[str]
    parts: int


class PhraseBook:
    """Every list of phrases of a content."""

    def __init__(self, lists: Iterable[Phrases]) -> None:
        entries = [_entry(phrase, phrases) for phrases in dict.fromkeys(lists) for phrase in phrases]
        common = Counter(word for entry in entries for word in entry.words)
        self._by_word: dict[str, list[_Entry]] = {}
        self._by_start: dict[str, list[_Entry]] = {}
        for entry in entries:
            if entry.words:
                rarest = min(entry.words, key=lambda word: (common[word], -len(word)))
                self._by_word.setdefault(rarest, []).append(entry)
            elif entry.starts:
                self._by_start.setdefault(max(entry.starts, key=len)[:_PREFIX], []).append(entry)

        self._lengths = sorted({len(start) for start in self._by_start})

    def listen(self, groups: Sequence[Sequence[Token]]) -> dict[Phrases, list[Place]]:
        """Where each list is said, in order of place."""
        heard: dict[Phrases, list[Place]] = {}
        for group in groups:
            self._in_sentence(group, heard)
        for places in heard.values():
            places.sort()
        return heard

    def _in_sentence(self, group: Sequence[Token], heard: dict[Phrases, list[Place]]) -> None:
        at: dict[str, list[int]] = {}
        for place, token in enumerate(group):
            at.setdefault(token.word, []).append(place)
        present = at.keys()
        for word in at:
            for entry in self._by_word.get(word, ()):
                if entry.parts == 1:
                    _keep(heard, entry.owner, group, [(place, place) for place in at[word]])
                elif present >= entry.needed:
                    _keep(heard, entry.owner, group, _spans(entry, at))
            for length in self._lengths:
                for entry in self._by_start.get(word[:length], ()):
                    if any(word.startswith(start) for start in entry.starts):
                        _keep(heard, entry.owner, group, _spans(entry, at))


def _entry(phrase: str, owner: Phrases) -> _Entry:
    words: list[str] = []
    starts: list[str] = []
    for token in tokens(phrase):
        free = phrase[token.end : token.end + 1] == "*"
        (starts if free else words).append(token.word)
    return _Entry(tuple(words), tuple(starts), owner, frozenset(words), len(words) + len(starts))


def _keep(
    heard: dict[Phrases, list[Place]], owner: Phrases, group: Sequence[Token], spans: Iterable[Place]
) -> None:
    places = heard.setdefault(owner, [])
    for first, last in spans:
        place = (group[first].start, group[last].end)
        if place not in places:
            places.append(place)


def _spans(entry: _Entry, at: dict[str, list[int]]) -> list[Place]:
    """Places where every part is found close together, by token positions."""
    options = [at[word] for word in entry.words]
    for start in entry.starts:
        hits = sorted(place for word, places in at.items() if word.startswith(start) for place in places)
        if not hits:
            return []
        options.append(hits)
    reach = entry.parts + _SLACK
    found: list[Place] = []
    for first in sorted({place for places in options for place in places}):
        used = _within(options, first, first + reach)
        if used and first in used and (not found or first > found[-1][1]):
            found.append((min(used), max(used)))
    return found


def _within(options: Sequence[Sequence[int]], first: int, end: int) -> list[int]:
    """One position for each part inside a window, none used twice; empty when some part is absent."""
    used: list[int] = []
    for places in options:
        for place in places[bisect_left(places, first) :]:
            if place >= end:
                return []
            if place not in used:
                used.append(place)
                break
        else:
            return []
    return used
