"""What surrounds a turn: what the client just said, what was already read, where one stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.domain.analysis.acts import Reading
from server.domain.analysis.echo import content
from server.domain.analysis.tables import LexiconTables, Marks, ScenarioTables, grouped
from server.domain.phrases import Token, tokens
from server.domain.transcript import Turn

_RECENT = 3
_STAYS_WITH_IT = ("OBJ-CREUSER", "OBJ-ACCUEILLIR")
_RESISTS = ("OBJECTION", "REFUS", "INSISTANCE", "MENACE-DEPART")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The past of a turn, as the rules need it. ``heard`` is what the client said since the last turn."""

    lexicon: LexiconTables
    scenario: ScenarioTables
    before: Sequence[Turn]
    readings: Sequence[Reading]
    heard: str
    heard_words: frozenset[str]
    recent_words: frozenset[str]
    all_words: frozenset[str]
    before_marks: Marks
    resisted: bool
    early: bool
    opening: bool

    def words_of(self, group: Sequence[Token]) -> list[str]:
        """Content roots of some tokens."""
        return content(group, self.lexicon.stopwords, self.lexicon.lexicon.restating.numbers)


def surroundings(
    before: Sequence[Turn], readings: Sequence[Reading], lexicon: LexiconTables, scenario: ScenarioTables
) -> Surroundings:
    """Gather what came before a turn."""
    numbers = lexicon.lexicon.restating.numbers
    clients = [turn for turn in before if turn.speaker == "client"]
    last = _last_words(before)
    heard = " ".join(turn.text for turn in last)
    sets = {turn.n: frozenset(_words(turn.text, lexicon, numbers)) for turn in clients}
    advisors = [turn for turn in before if turn.speaker == "advisor"]
    asked = [frozenset(_words(turn.text, lexicon, numbers)) for turn in advisors[-1:]]
    return Surroundings(
        lexicon=lexicon,
        scenario=scenario,
        before=before,
        readings=readings,
        heard=heard,
        heard_words=_union([sets[turn.n] for turn in last]),
        recent_words=_union([sets[turn.n] for turn in clients[-_RECENT:]] + asked),
        all_words=_union(list(sets.values())),
        before_marks=grouped(lexicon.index.hits(tokens(heard))) if heard else {},
        resisted=_resisted(readings),
        early=sum(turn.speaker == "advisor" for turn in before) < 2,
        opening=not any(turn.speaker == "advisor" for turn in before),
    )


def _last_words(before: Sequence[Turn]) -> list[Turn]:
    found: list[Turn] = []
    for turn in reversed(before):
        if turn.speaker != "client":
            if found:
                break
            continue
        found.append(turn)
    return found[::-1]


def _resisted(readings: Sequence[Reading]) -> bool:
    """Whether an objection is open: raised, and since then probed or welcomed but not yet answered."""
    is_open = answered = False
    for reading in readings:
        if reading.speaker == "client":
            is_open = reading.has(*_RESISTS) or (is_open and not answered)
            answered = False
        elif is_open:
            answered = reading.has("OBJ-REPONDRE")
            is_open = answered or reading.has(*_STAYS_WITH_IT)
    return is_open


def _union(sets: Sequence[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*sets)


def _words(text: str, lexicon: LexiconTables, numbers: dict[str, int]) -> tuple[str, ...]:
    known = lexicon.roots.get(text)
    if known is None:
        known = tuple(content(tokens(text), lexicon.stopwords, numbers))
        if len(lexicon.roots) > 4096:
            lexicon.roots.clear()
        lexicon.roots[text] = known
    return known
