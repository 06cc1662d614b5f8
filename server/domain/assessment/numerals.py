"""Numbers in French speech and writing: « 2,50 % », « deux et demi pour cent », « neuf euros quatre-vingts ».

Finds values and their units with exact spans. What a number is about is decided in ``claims``.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from server.domain.feedback import FigureWords, Numbers
from server.domain.phrases import Token, find
from server.domain.text import fold

Unit = Literal["eur", "percent", "months", "years", "days", "none"]

_PIECE = re.compile(r"\d{1,3}(?:[ .]\d{3})+(?!\d)(?:,\d+)?|\d+(?:[.,]\d+)?|[a-zœæ]+|[%€]")
_DIGITS = re.compile(r"\d")
_SMALL = 100
_PRICE = 1000
_REACH = 4
_BLANK = 1


@dataclass(frozen=True, slots=True)
class Piece:
    """A word, a written number or a sign, folded, with its place."""

    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Number:
    """One number said: its value, its unit, its place (unit included)."""

    value: float
    unit: Unit
    start: int
    end: int


class NumberReader:
    """Reads the numbers of a text. Built once from the words of ``lexicons/feedback.yaml``."""

    def __init__(self, numbers: Numbers, figures: FigureWords) -> None:
        self._words = numbers.words
        self._half = set(numbers.half)
        self._comma = set(numbers.comma)
        self._large = numbers.large
        self._zero = {word for word, value in numbers.words.items() if value == 0}
        self._between = set(figures.between)
        self._ones = {tuple(_words_of(name)) for name in figures.ones}
        units: tuple[tuple[Unit, tuple[str, ...]], ...] = (
            ("percent", figures.percent),
            ("eur", figures.euros),
            ("months", figures.months),
            ("years", figures.years),
            ("days", figures.days),
        )
        self._units = [(unit, _words_of(name)) for unit, names in units for name in names]

    def counts(self, word: str) -> bool:
        """Whether a folded word may be part of a number."""
        return word in self._words or word[0].isdigit()

    def read(self, text: str) -> tuple[Number, ...]:
        """Every number of a text, in order; compound decimals are read as one."""
        pieces = [Piece(m.group(), m.start(), m.end()) for m in _PIECE.finditer(fold(text))]
        found: list[Number] = []
        at = 0
        while at < len(pieces):
            read = self._value(pieces, at)
            if read is None:
                at += 1
                continue
            value, after = read
            value, after = self._decimals(pieces, value, at, after)
            if after < len(pieces) and pieces[after].word in self._large:
                value, after = value * self._large[pieces[after].word], after + 1
            unit, after, cents = self._unit(pieces, value, after)
            found.append(Number(round(value + cents, 4), unit, pieces[at].start, pieces[after - 1].end))
            at = after
        return tuple(found)

    def _value(self, pieces: Sequence[Piece], at: int) -> tuple[float, int] | None:
        word = pieces[at].word
        if _DIGITS.match(word):
            return _written(word), at + 1
        if word not in self._words or word == "et":
            return None
        return self._spoken(pieces, at)

    def _spoken(self, pieces: Sequence[Piece], at: int) -> tuple[float, int] | None:
        total = current = 0
        here, last = at, 10_000_000
        while here < len(pieces):
            word = pieces[here].word
            if word == "et" and here + 1 < len(pieces) and pieces[here + 1].word in ("un", "une", "onze"):
                if current % 100 < 20 or current % 10:
                    break
                here += 1
                continue
            if word not in self._words or (here > at and not _beside(pieces, here)):
                break
            value = self._words[word]
            joined = _joined(current, value, last)
            if joined is None and value != 1000:
                break
            if value == 1000:
                if total:
                    break
                total, current, last = (current or 1) * 1000, 0, 1000
            else:
                current, last = joined or 0, value
            here += 1
        if here == at or (
            here == at + 1 and pieces[at].word in ("un", "une") and not self._measured(pieces, here)
        ):
            return None
        return float(total + current), here

    def _measured(self, pieces: Sequence[Piece], at: int) -> bool:
        """Whether « un » counts something: a percentage, a year, a million, or a decimal follows."""
        words = tuple(piece.word for piece in pieces[at : at + 2])
        if not words:
            return False
        return words in self._ones or words[:1] in self._ones or words[0] in self._large

    def _decimals(self, pieces: Sequence[Piece], value: float, at: int, after: int) -> tuple[float, int]:
        """« et demi », « virgule quinze », « deux soixante », « zéro soixante-quinze »."""
        if after + 1 < len(pieces) and pieces[after].word == "et" and pieces[after + 1].word in self._half:
            return value + 0.5, after + 2
        if after < len(pieces) and pieces[after].word in self._comma:
            return self._fraction(pieces, value, after + 1) or (value, after)
        spoken = not _DIGITS.match(pieces[at].word)
        if spoken and value < _PRICE and after < len(pieces) and _beside(pieces, after):
            if value and value < _SMALL and pieces[after].word in self._zero:
                return self._fraction(pieces, value, after) or (value, after)
            read = self._value(pieces, after) if not _DIGITS.match(pieces[after].word) else None
            if read and 10 <= read[0] < _SMALL and not _range(value, read[0]):
                return value + read[0] / 100, read[1]
        return value, after

    def _fraction(self, pieces: Sequence[Piece], value: float, at: int) -> tuple[float, int] | None:
        """What follows « virgule », zeros first: « virgule zéro cinq »; also « trois zéro cinq »."""
        zeros = 0
        while at < len(pieces) and pieces[at].word in self._zero:
            zeros, at = zeros + 1, at + 1
        read = self._value(pieces, at) if at < len(pieces) else None
        if read is None or read[0] >= 1000 or read[0] != int(read[0]):
            return (value, at) if zeros else None
        return value + read[0] / 10 ** (zeros + len(str(int(read[0])))), read[1]

    def _unit(self, pieces: Sequence[Piece], value: float, after: int) -> tuple[Unit, int, float]:
        first = after
        if first < len(pieces) and pieces[first].word in self._between:
            first += 1
        for unit, parts in self._units:
            if [piece.word for piece in pieces[first : first + len(parts)]] != parts:
                continue
            here = first + len(parts)
            cents = self._cents(pieces, here) if unit == "eur" else None
            return (unit, cents[1], cents[0] / 100) if cents else (unit, here, 0.0)
        return "none", after, 0.0

    def _cents(self, pieces: Sequence[Piece], at: int) -> tuple[float, int] | None:
        read = self._value(pieces, at) if at < len(pieces) else None
        return read if read and 10 <= read[0] < _SMALL and read[0] == int(read[0]) else None


def _range(low: float, high: float) -> bool:
    """« quinze vingt pour cent »: from fifteen to twenty, not 15,20."""
    return low % 5 == 0 == high % 5 and low < high <= low * 1.5


def _beside(pieces: Sequence[Piece], at: int) -> bool:
    """Whether a piece follows the one before without a comma: « vingt-quatre, onze » is two numbers."""
    return pieces[at].start - pieces[at - 1].end <= _BLANK


def _words_of(name: str) -> list[str]:
    return fold(name).replace("%", " % ").replace("€", " € ").split()


def _joined(current: int, value: int, last: int) -> int | None:
    """A number word added to what was read so far, or None when it starts another number."""
    if value == 100:
        return current * 100 if 1 < current < 20 else 100 if current == 0 else None
    if value == 20 and current % 100 == 4 and last == 4:
        return current - 4 + 80
    if current == 0 and last == 10_000_000:
        return value
    rest = current % 100
    if rest == 0 and last >= 100:
        return current + value
    if value < 10 and rest >= 20 and rest % 10 == 0 and last >= 20:
        return current + value
    if value < 10 and rest in (10,) and value >= 7:
        return current + value
    if 10 <= value < 20 and rest in (60, 80) and last in (60, 20):
        return current + value
    if 7 <= value < 10 and rest in (70, 90) and last == 10:
        return current + value
    return None


def _written(word: str) -> float:
    return float(
        word.replace(" ", "").replace(".", "", word.count(".") if _grouped(word) else 0).replace(",", ".")
    )


def _grouped(word: str) -> bool:
    return bool(re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", word))


def near(phrases: Sequence[str], tokens: Sequence[Token], start: int, end: int, reach: int = _REACH) -> bool:
    """Whether one of these phrases is said within a few words of a place."""
    inside = [n for n, token in enumerate(tokens) if token.end > start and token.start < end]
    if not inside:
        return False
    window = tokens[max(0, inside[0] - reach) : inside[-1] + reach + 1]
    return any(find(phrase, window) for phrase in phrases)
