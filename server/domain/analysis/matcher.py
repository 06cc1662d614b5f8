"""Many phrases looked for at once: an index by one word of each phrase, then an exact check."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from server.domain.phrases import Token, find
from server.domain.text import fold

P = TypeVar("P")

_PART = re.compile(r"[a-z0-9œæ]+\*?|…|\.\.\.|[%€?!]+")
_GAP = 5
_AHEAD = 24
_SEEN = 2
_PREFIX = 4
_REMEMBERED = 50_000

Part = tuple[str, bool]


@dataclass(frozen=True, slots=True)
class Entry(Generic[P]):
    """A phrase ready to be checked. ``parts`` is split at gaps; ``phrase`` set only for loose phrases."""

    payload: P
    phrase: str
    parts: tuple[tuple[Part, ...], ...]


@dataclass(frozen=True, slots=True)
class Hit(Generic[P]):
    """A phrase found, by token positions (``last`` included)."""

    payload: P
    first: int
    last: int


class PhraseIndex(Generic[P]):
    """Loose phrases (words in any order) and wordings (words in order), each with what it stands for."""

    def __init__(self) -> None:
        self._pairs: dict[tuple[str, str], list[Entry[P]]] = {}
        self._exact: dict[str, list[Entry[P]]] = {}
        self._free: dict[str, list[Entry[P]]] = {}
        self._known: dict[tuple[str, str], tuple[list[Entry[P]], dict[str, list[Entry[P]]]]] = {}

    def add_loose(self, phrases: Iterable[str], payload: P) -> None:
        """Phrases in the language of ``server.domain.phrases``."""
        for phrase in phrases:
            groups = _groups(phrase)
            parts = [part for group in groups for part in group]
            if parts:
                key = max(parts, key=lambda part: (len(part[0]), not part[1]))
                self._put(key, Entry(payload, phrase, (tuple(parts),)))

    def add_wording(self, phrases: Iterable[str], payload: P) -> None:
        """Phrases whose words come in this order, adjacent, « … » standing for up to five words."""
        for phrase in phrases:
            groups = _groups(phrase)
            if not groups:
                continue
            entry, head = Entry(payload, "", groups), groups[0]
            if len(head) > 1 and not head[0][1] and not head[1][1]:
                self._known.clear()
                self._pairs.setdefault((head[0][0], head[1][0]), []).append(entry)
            else:
                self._put(head[0], entry)

    def _put(self, key: Part, entry: Entry[P]) -> None:
        self._known.clear()
        table, word = (self._free, key[0][:_PREFIX]) if key[1] else (self._exact, key[0])
        table.setdefault(word, []).append(entry)

    def hits(self, tokens: Sequence[Token]) -> list[Hit[P]]:
        """Every phrase of the index that these tokens hold, in order of place."""
        found: list[Hit[P]] = []
        words = [token.word for token in tokens]
        present = set(words)
        for at in range(len(words)):
            for entry in self._candidates(words, at):
                hit = _loose(entry, tokens, present, at) if entry.phrase else _ordered(entry, words, at)
                if hit is not None:
                    found.append(hit)
        return found

    def starting(self, tokens: Sequence[Token], at: int) -> Hit[P] | None:
        """The longest wording that begins exactly at a token."""
        return max(self.all_starting(tokens, at), key=lambda hit: hit.last, default=None)

    def all_starting(self, tokens: Sequence[Token], at: int) -> list[Hit[P]]:
        """Every wording that begins exactly at a token."""
        words = [token.word for token in tokens[at : at + _AHEAD]]
        if not words:
            return []
        found = []
        for entry in self._candidates(words, 0):
            hit = None if entry.phrase else _ordered(entry, words, 0)
            if hit is not None:
                found.append(Hit(hit.payload, at, at + hit.last))
        return found

    def any(self, tokens: Sequence[Token]) -> bool:
        """Whether some phrase is there."""
        return bool(self.hits(tokens))

    def _candidates(self, words: Sequence[str], at: int) -> list[Entry[P]]:
        word = words[at]
        after = words[at + 1] if at + 1 < len(words) else ""
        known = self._known.get((word, after))
        if known is None:
            known = self._found(word, after)
            if len(self._known) > _REMEMBERED:
                self._known.clear()
            self._known[(word, after)] = known
        always, by_third = known
        if by_third and at + 2 < len(words) and words[at + 2] in by_third:
            return always + by_third[words[at + 2]]
        return always

    def _found(self, word: str, after: str) -> tuple[list[Entry[P]], dict[str, list[Entry[P]]]]:
        """Phrases that these two words may begin, those that want a given third word apart."""
        entries = self._exact.get(word, []) + self._pairs.get((word, after), [])
        for length in range(1, min(_PREFIX, len(word)) + 1):
            entries = entries + self._free.get(word[:length], [])
        always: list[Entry[P]] = []
        by_third: dict[str, list[Entry[P]]] = {}
        for entry in entries:
            if not _may_start(entry, word, after):
                continue
            head = entry.parts[0]
            if not entry.phrase and len(head) > _SEEN and not head[_SEEN][1]:
                by_third.setdefault(head[_SEEN][0], []).append(entry)
            else:
                always.append(entry)
        return always, by_third


def _groups(phrase: str) -> tuple[tuple[Part, ...], ...]:
    groups: list[list[Part]] = [[]]
    for match in _PART.finditer(fold(phrase)):
        word = match.group()
        if word in ("…", "..."):
            groups.append([])
        elif word[0] in "%€?!":
            groups[-1].append((word[0], False))
        else:
            groups[-1].append((word.rstrip("*"), word.endswith("*")))
    return tuple(tuple(group) for group in groups if group)


def _may_start(entry: Entry[P], word: str, after: str) -> bool:
    """What two words in a row already say of a phrase found by one of them."""
    group = entry.parts[0]
    if entry.phrase:
        return len(group) > 1 or _fits(word, group[0])
    return _fits(word, group[0]) and (len(group) == 1 or _fits(after, group[1]))


def _fits(word: str, part: Part) -> bool:
    return word.startswith(part[0]) if part[1] else word == part[0]


def _loose(entry: Entry[P], tokens: Sequence[Token], present: set[str], at: int) -> Hit[P] | None:
    parts = entry.parts[0]
    if len(parts) == 1:
        return Hit(entry.payload, at, at)
    if any(not part[1] and part[0] not in present for part in parts):
        return None
    reach = len(parts) + 4
    first = max(0, at - reach)
    place = find(entry.phrase, tokens[first : at + reach + 1])
    if place is None:
        return None
    inside = [
        n for n in range(first, min(len(tokens), at + reach + 1)) if place[0] <= tokens[n].start < place[1]
    ]
    return Hit(entry.payload, inside[0], inside[-1])


def _ordered(entry: Entry[P], words: Sequence[str], at: int) -> Hit[P] | None:
    if len(entry.parts) == 1 and len(entry.parts[0]) <= _SEEN:
        return Hit(entry.payload, at, at + len(entry.parts[0]) - 1)
    here = at
    for number, group in enumerate(entry.parts):
        if number == 0:
            if not _run(group, words, here):
                return None
        else:
            start = next((n for n in range(here, here + _GAP + 1) if _run(group, words, n)), None)
            if start is None:
                return None
            here = start
        here += len(group)
    return Hit(entry.payload, at, here - 1)


def _run(group: Sequence[Part], words: Sequence[str], at: int) -> bool:
    if at + len(group) > len(words):
        return False
    for part in group:
        word = words[at]
        if word != part[0] and not (part[1] and word.startswith(part[0])):
            return False
        at += 1
    return True
