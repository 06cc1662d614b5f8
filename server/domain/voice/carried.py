"""Whether a reply says what the move decided: a fact counts as revealed only when its words are there."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.domain.client.move import Part
from server.domain.phrases import Sentence, says, says_plainly, sentences
from server.domain.scenario import Fact, Scenario
from server.domain.text import fold, words
from server.domain.voice.lexicon import GuardLexicon
from server.domain.voice.sight import Numbers

STEM = 5  # letters that tell two words apart
MEANT = 4  # letters of a word that means something
LEAST = 2
SHARE = 0.3
FREE = ("situation", "guarded")
ASKS_TERM, ASKS_BACK = "jargon", "ask_back"  # small answers that what follows depends on


@dataclass(frozen=True, slots=True)
class Duty:
    """One part of a move and the line that the embedded voice would say for it."""

    part: Part
    line: str

    @property
    def bound(self) -> bool:
        """Whether it must be in the reply: everything but small answers and evasions."""
        return bool(self.line) and self.kind not in FREE

    @property
    def kind(self) -> str:
        """The kind of the part; a small question that must be asked is a kind of its own."""
        return self.part.ref if self.part.ref in (ASKS_TERM, ASKS_BACK) else self.part.kind


@dataclass(frozen=True, slots=True)
class Ground:
    """What carrying is judged with."""

    scenario: Scenario
    lexicon: GuardLexicon
    numbers: Numbers


def missing(duties: Sequence[Duty], reply: str, ground: Ground) -> tuple[int, ...]:
    """The places of the bound duties that a reply does not carry, in order."""
    groups = sentences(reply)
    return tuple(
        at for at, duty in enumerate(duties) if duty.bound and not _carries(duty, reply, groups, ground)
    )


def _carries(duty: Duty, reply: str, groups: Sequence[Sentence], ground: Ground) -> bool:
    kind, marks = duty.kind, ground.lexicon.carried
    if kind == ASKS_TERM:
        return fold(duty.part.fill) in fold(reply)
    if kind == "fact":
        fact = ground.scenario.fact(duty.part.ref)
        return fact is not None and _tells(fact, reply, groups, ground)
    if kind == "refuse":
        yes = says_plainly(groups, ground.lexicon.acceptance.says)
        return (says(groups, marks.refusal) or _close(duty.line, reply, ground)) and not yes
    if kind == "accept":
        return says_plainly(groups, marks.consent) or _close(duty.line, reply, ground)
    if kind in ("exit", "success", "postponed"):
        return says(groups, marks.farewell) or _close(duty.line, reply, ground)
    if kind == "topic":
        topic = next(topic for topic in ground.scenario.topics if topic.id == duty.part.ref)
        return any(_close(line, reply, ground) for line in (topic.line, *topic.variants))
    return _close(duty.line, reply, ground)


def _tells(fact: Fact, reply: str, groups: Sequence[Sentence], ground: Ground) -> bool:
    """Its figures and dates all there, one of its anchors at least, affirmed as its own line affirms it."""
    lines = (fact.line, *fact.variants)
    figures = frozenset.intersection(*(ground.numbers(line) for line in lines))
    dates = frozenset.intersection(*(_dates(line, ground) for line in lines))
    if not figures <= ground.numbers(reply) or not dates <= _dates(reply, ground):
        return False
    plain = all(says_plainly(sentences(line), fact.anchors) for line in lines)
    return says_plainly(groups, fact.anchors) if plain else says(groups, fact.anchors)


def _dates(text: str, ground: Ground) -> frozenset[str]:
    """Months, days, and names that hold a figure (« T3 »)."""
    known = {*ground.lexicon.figures.months, *ground.lexicon.figures.days}
    found = [fold(word) for word in words(text)]
    mixed = (word for word in found if any(c.isdigit() for c in word) and any(c.isalpha() for c in word))
    return frozenset((known & set(found)).union(mixed))


def _close(line: str, reply: str, ground: Ground) -> bool:
    """Whether a reply says what a line says: its figures and dates, and enough of its words."""
    if not ground.numbers(line) <= ground.numbers(reply) or not _dates(line, ground) <= _dates(reply, ground):
        return False
    wanted, found = _stems(line), _stems(reply)
    least = max(min(LEAST, len(wanted)), round(SHARE * len(wanted)))
    return len(wanted & found) >= least


def _stems(text: str) -> set[str]:
    pieces = (piece for word in words(fold(text)) for piece in word.replace("'", " ").split())
    return {piece[:STEM] for piece in pieces if len(piece) >= MEANT}
