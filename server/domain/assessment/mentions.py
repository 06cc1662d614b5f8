"""What a turn says in figures: each number with its full unit, its period, or the date or hour it is part of.

Built on ``numerals``; what a figure is about is decided in ``attribution``.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from server.domain.assessment.hearing import Voice
from server.domain.assessment.numerals import Number
from server.domain.feedback import FigureWords
from server.domain.phrases import Token, tokens
from server.domain.text import fold

MentionUnit = Literal[
    "eur", "percent", "points", "months", "years", "days", "seconds", "hours", "clock", "date", "none"
]
Period = Literal["month", "year", "day", "operation", ""]

DURATIONS = ("days", "months", "years", "hours", "age")
_WRITTEN_DATE = re.compile(r"\b(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d{2}))?\b")
_REACH = 3  # words between a sum and its period
_FIRST_YEAR, _LAST_YEAR = 2001, 2099
_LAST_DAY, _LAST_HOUR = 31, 24
_DAYS_OF_WEEK = 7
_DELAYS = (24, 48, 72)  # hours that are always a delay
_FIRST = ("premier", "1er")


@dataclass(frozen=True, slots=True)
class Mention:
    """A figure said: value, unit and period, with its place (unit included, period not)."""

    value: float
    unit: MentionUnit
    period: Period
    start: int
    end: int

    @property
    def place(self) -> tuple[int, int]:
        """Where it is said."""
        return self.start, self.end

    @property
    def whole(self) -> bool:
        """Whether the value has no decimals."""
        return self.value == int(self.value)


class MentionReader:
    """Reads the figures of a turn. Built once from the words of ``lexicons/feedback.yaml``."""

    def __init__(self, words: FigureWords) -> None:
        self._months = {fold(name): at for at, name in enumerate(words.calendar, start=1)}
        self._units: list[tuple[MentionUnit, frozenset[str]]] = [
            ("hours", frozenset(words.hours)),
            ("seconds", frozenset(words.seconds)),
            ("points", frozenset(words.points)),
        ]
        self._weeks = frozenset(words.weeks)
        self._counted = frozenset(words.counted)
        self._between = frozenset(words.between)
        self._within = frozenset(words.within)
        self._times = frozenset(words.times)
        self._periods: list[tuple[Period, list[list[str]]]] = [
            ("operation", [phrase.split() for phrase in words.per_operation]),
            ("month", [phrase.split() for phrase in words.per_month]),
            ("year", [phrase.split() for phrase in words.per_year]),
            ("day", [phrase.split() for phrase in words.per_day]),
        ]

        self._openers = tuple({phrase[0].rstrip("*") for _, phrases in self._periods for phrase in phrases})

    def read(self, voice: Voice) -> tuple[Mention, ...]:
        """Every figure of a turn, in order; the parts of a date or an hour are read as one."""
        if not voice.numbers:
            return ()
        found = tokens(voice.turn.text)
        written = _written_dates(voice.turn.text) if "/" in voice.turn.text else ()
        dates = [*self._dates(voice, found), *written]
        read = [*dates, *self._numbers(voice, found, dates)]
        return tuple(sorted(read, key=lambda mention: mention.start))

    def _numbers(self, voice: Voice, found: Sequence[Token], taken: Sequence[Mention]) -> Iterator[Mention]:
        until = -1
        for number in voice.numbers:
            if number.start < until or any(d.start <= number.start < d.end for d in taken):
                continue
            if self._multiplied(number, found):
                continue
            after = [token for token in found if token.start >= number.end][: _REACH + 4]
            mention = self._one(voice, number, after, found)
            if mention is not None:
                until = mention.end
                yield mention

    def _multiplied(self, number: Number, found: Sequence[Token]) -> bool:
        """« trois fois huit, vingt-quatre »: a sum done aloud."""
        before = [token.word for token in found if token.end <= number.start][-1:]
        return bool(self._times.intersection(before))

    def _one(
        self, voice: Voice, number: Number, after: Sequence[Token], found: Sequence[Token]
    ) -> Mention | None:
        if number.unit != "none":
            return Mention(
                number.value, number.unit, self._period(number, after, voice), number.start, number.end
            )
        next_ = after[1:] if after and after[0].word in self._between else after
        word = next_[0] if next_ else None
        if word is not None and not _touching(voice.turn.text, number.end, word.start):
            word = None
        if word is not None and (word.word in self._counted):
            return None
        if word is not None and word.word in self._weeks:
            return Mention(number.value * _DAYS_OF_WEEK, "days", "", number.start, word.end)
        for unit, names in self._units:
            if word is not None and word.word in names:
                if unit == "hours":
                    return self._hour(voice, number, word, found)
                return Mention(number.value, unit, "", number.start, word.end)
        if number.value == int(number.value) and _FIRST_YEAR <= number.value <= _LAST_YEAR:
            return None
        period = self._period(number, after, voice)
        return Mention(number.value, "none", period, number.start, number.end)

    def _hour(self, voice: Voice, number: Number, word: Token, found: Sequence[Token]) -> Mention:
        before = [token.word for token in found if token.end <= number.start][-2:]
        if number.value in _DELAYS or number.value > _LAST_HOUR or self._within.intersection(before):
            return Mention(number.value, "hours", "", number.start, word.end)
        minutes = next((n for n in voice.numbers if 0 <= n.start - word.end <= 1), None)
        if minutes is not None and minutes.unit == "none" and minutes.value < 60:
            return Mention(number.value + minutes.value / 60, "clock", "", number.start, minutes.end)
        return Mention(number.value, "clock", "", number.start, word.end)

    def _period(self, number: Number, after: Sequence[Token], voice: Voice) -> Period:
        """« par mois », « l'an », said right after, in the same sentence, before any other number."""
        if number.unit not in ("eur", "none"):
            return ""
        stop = min((n.start for n in voice.numbers if n.start >= number.end), default=len(voice.turn.text))
        kept = [token.word for token in after if token.end <= stop]
        if kept and "?" in voice.turn.text[number.end : after[0].start]:
            return ""
        for at in range(min(_REACH, len(kept))):
            if not kept[at].startswith(self._openers):
                continue
            for period, phrases in self._periods:
                if any(_matches(phrase, kept[at : at + len(phrase)]) for phrase in phrases):
                    return period
        return ""

    def _dates(self, voice: Voice, found: Sequence[Token]) -> Iterator[Mention]:
        """« le neuf octobre deux mille vingt-cinq », « 1er janvier »."""
        for at, token in enumerate(found):
            month = self._months.get(token.word)
            if month is None:
                continue
            day = next((n for n in voice.numbers if n.end <= token.start <= n.end + 3), None)
            year = next((n for n in voice.numbers if token.end < n.start <= token.end + 2), None)
            start, end, value = token.start, token.end, month * 100
            if day is not None and day.unit == "none" and 1 <= day.value <= _LAST_DAY:
                start, value = day.start, value + int(day.value)
            elif at and found[at - 1].word in _FIRST:
                start, value = found[at - 1].start, value + 1
            if year is not None and _FIRST_YEAR <= year.value <= _LAST_YEAR:
                end, value = year.end, value + int(year.value) * 10_000
            if value != month * 100:
                yield Mention(value, "date", "", start, end)


def _written_dates(text: str) -> Iterator[Mention]:
    for match in _WRITTEN_DATE.finditer(text):
        day, month, year = int(match[1]), int(match[2]), int(match[3] or 0)
        if 1 <= day <= _LAST_DAY and 1 <= month <= 12:
            year += 2000 if 0 < year < 100 else 0
            yield Mention(year * 10_000 + month * 100 + day, "date", "", match.start(), match.end())


def _touching(text: str, end: int, start: int) -> bool:
    """Whether nothing but blanks, an apostrophe or a hyphen stands between a number and a word."""
    return not text[end:start].strip(" \u00a0\u202f'’-/")


def _matches(phrase: Sequence[str], words: Sequence[str]) -> bool:
    if len(words) < len(phrase):
        return False
    return all(
        word.startswith(part[:-1]) if part.endswith("*") else word == part
        for part, word in zip(phrase, words, strict=True)
    )
