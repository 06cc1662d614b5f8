"""Lines said twice: within one interview, and from one interview to another of the same script."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from server.domain.text import fold, word_count

LEAST_WORDS = 5
_SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n+")


@dataclass(frozen=True, slots=True)
class Variety:
    """How alike the interviews of one script are, over sentences of five words or more. Shares, 0 to 1."""

    everywhere: float
    shared: float
    replies: float


def sentences_of(text: str) -> list[str]:
    """The sentences of a reply that are long enough to be recognised."""
    return [part.strip() for part in _SENTENCE.split(text) if word_count(part) >= LEAST_WORDS]


def repeated(replies: Sequence[str], marks: Sequence[str]) -> tuple[str, ...]:
    """What an interview says twice: whole replies, long sentences, or lines (by their marks)."""
    counts = Counter(fold(reply) for reply in replies)
    counts.update({key: n for key, n in Counter(_long_sentences(replies)).items() if n > 1})
    twice = [text for text, n in counts.items() if n > 1]
    if not twice and len(set(marks)) < len(marks):
        twice.append("…")
    return tuple(twice)


def _long_sentences(replies: Sequence[str]) -> list[str]:
    return [fold(sentence) for reply in replies for sentence in sentences_of(reply)]


def variety(interviews: Sequence[Sequence[str]]) -> Variety:
    """Compare the client's replies over the seeds of one script."""
    said = [set(_long_sentences(replies)) for replies in interviews]
    in_how_many = Counter(sentence for one in said for sentence in one)
    total = sum(in_how_many.values()) or 1
    whole = Counter(
        reply for one in interviews for reply in {fold(r) for r in one if word_count(r) >= LEAST_WORDS}
    )
    return Variety(
        everywhere=sum(n for n in in_how_many.values() if n == len(said)) / total,
        shared=sum(n for n in in_how_many.values() if n > 1) / total,
        replies=sum(n for n in whole.values() if n == len(said)) / (sum(whole.values()) or 1),
    )
