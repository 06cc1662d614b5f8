"""The small language of ``says``, ``cues`` and ``anchors``: words of a sentence, ``*`` for a free ending."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from server.domain.text import fold

_TOKEN = re.compile(r"[a-z0-9œæ]+|[%€?]")
_SENTENCE_END = re.compile(r"[.!?…\n;]+")
_SLACK = 4


@dataclass(frozen=True, slots=True)
class Token:
    """A folded word and its place in the original text."""

    word: str
    start: int
    end: int


class Sentence(list[Token]):
    """The tokens of a sentence, with the set of its words for a quick no."""

    def __init__(self, found: Iterable[Token]) -> None:
        super().__init__(found)
        self.words = frozenset(token.word for token in self)

    def lacks(self, part: tuple[str, bool]) -> bool:
        """Whether no word of the sentence fits this part of a phrase."""
        if not part[1]:
            return part[0] not in self.words
        return not any(word.startswith(part[0]) for word in self.words)


def tokens(text: str) -> list[Token]:
    """Folded words with offsets; elisions are split (« l'appli » gives « l » and « appli »)."""
    return list(_tokens(text))


@lru_cache(maxsize=1024)
def _tokens(text: str) -> tuple[Token, ...]:
    """The same turn is read by the analysis, the director and the rules: its words are found once."""
    return tuple(Token(match.group(), match.start(), match.end()) for match in _TOKEN.finditer(fold(text)))


def sentences(text: str) -> list[Sentence]:
    """Tokens grouped by sentence; without punctuation the whole text is one sentence."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    groups: list[list[Token]] = [[]]
    at = 0
    for token in tokens(text):
        while at < len(ends) and token.start >= ends[at]:
            at += 1
            if groups[-1]:
                groups.append([])
        groups[-1].append(token)
    return [Sentence(group) for group in groups if group]


@lru_cache(maxsize=16384)
def _parts(phrase: str) -> tuple[tuple[str, bool], ...]:
    folded = fold(phrase)
    found = []
    for match in _TOKEN.finditer(folded):
        free = folded[match.end() : match.end() + 1] == "*"
        found.append((match.group(), free))
    return tuple(found)


def _fits(word: str, part: tuple[str, bool]) -> bool:
    return word.startswith(part[0]) if part[1] else word == part[0]


def find(phrase: str, sentence: Sequence[Token]) -> tuple[int, int] | None:
    """Place of a phrase in one sentence: every word present, within a few words. None when absent."""
    parts = _parts(phrase)
    if not parts or len(parts) > len(sentence):
        return None
    if isinstance(sentence, Sentence) and any(sentence.lacks(part) for part in parts):
        return None
    reach = len(parts) + _SLACK
    for first, token in enumerate(sentence):
        if not any(_fits(token.word, part) for part in parts):
            continue
        window = sentence[first : first + reach]
        used: list[Token] = []
        for part in parts:
            hit = next((t for t in window if t not in used and _fits(t.word, part)), None)
            if hit is None:
                break
            used.append(hit)
        else:
            return min(t.start for t in used), max(t.end for t in used)
    return None


def first_match(phrases: Iterable[str], groups: Sequence[Sequence[Token]]) -> tuple[str, int, int] | None:
    """The first phrase of a list that some sentence holds, with its place."""
    for phrase in phrases:
        for sentence in groups:
            place = find(phrase, sentence)
            if place is not None:
                return phrase, place[0], place[1]
    return None


def says(text: str | Sequence[Sequence[Token]], phrases: Iterable[str]) -> bool:
    """Whether a text says one of these phrases."""
    groups = sentences(text) if isinstance(text, str) else text
    return first_match(phrases, groups) is not None


NEGATIONS = frozenset(("ne", "n", "jamais", "pas", "aucun", "aucune", "ni", "sans", "non"))
_BEFORE = 3
_AFTER = 2


def says_plainly(groups: Sequence[Sequence[Token]], phrases: Iterable[str]) -> bool:
    """Whether a text says one of these phrases without denying it (« ne donnez jamais votre code »)."""
    for phrase in phrases:
        own = {word for word, _ in _parts(phrase)}
        for sentence in groups:
            place = find(phrase, sentence)
            if place is not None and not _denied(sentence, place, own):
                return True
    return False


def _denied(sentence: Sequence[Token], place: tuple[int, int], own: set[str]) -> bool:
    first = next(at for at, token in enumerate(sentence) if token.start == place[0])
    last = next(at for at, token in enumerate(sentence) if token.end == place[1])
    around = sentence[max(0, first - _BEFORE) : last + 1 + _AFTER]
    return any(token.word in NEGATIONS and token.word not in own for token in around)
