"""Text as evidence: normal form, folding that keeps offsets, words, spans."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*", re.UNICODE)
_PLAIN = {"’": "'", "‘": "'", "ʼ": "'", "\u00a0": " ", "\u202f": " ", "–": "-", "—": "-", "\t": " "}


def normal(text: str) -> str:
    """The stored form of any text: Unicode NFC. Typography is never applied to it."""
    return unicodedata.normalize("NFC", text)


@lru_cache(maxsize=4096)
def _fold_char(char: str) -> str:
    if char in _PLAIN:
        return _PLAIN[char]
    base = unicodedata.normalize("NFD", char)[0].lower()
    return base if len(base) == 1 else char


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Lower case, no accents, straight quotes; same length, so offsets hold in the original."""
    return "".join(map(_fold_char, text))


def words(text: str) -> list[str]:
    """Words of a text, elisions kept together (« l'appli » is one word)."""
    return _WORD.findall(text)


def word_count(text: str) -> int:
    """Number of words, the unit of speech share and of M-MONOLOGUE."""
    return len(_WORD.findall(text))


@dataclass(frozen=True, slots=True)
class Span:
    """A quote and its place, in code points: ``text[start:end] == quote`` or it is not built."""

    start: int
    end: int
    quote: str

    @classmethod
    def of(cls, text: str, start: int, end: int) -> "Span":
        """Cut a span from a text, trimmed of outer blanks. Raises ValueError when empty or outside."""
        if not 0 <= start < end <= len(text):
            raise ValueError(f"span {start}:{end} outside a text of {len(text)}")
        piece = text[start:end]
        start += len(piece) - len(piece.lstrip())
        end -= len(piece) - len(piece.rstrip())
        if start >= end:
            raise ValueError("span of blanks")
        return cls(start, end, text[start:end])

    def holds_in(self, text: str) -> bool:
        """Whether the text still says this at this place."""
        return text[self.start : self.end] == self.quote
