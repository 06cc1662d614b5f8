"""Whether what the client gave away was earned, checked apart from the director that decided it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from server.domain.analysis.acts import Reading
from server.domain.client.move import Move
from server.domain.phrases import says
from server.domain.probing.model import Role
from server.domain.scenario import Fact, Scenario
from server.domain.text import fold
from server.domain.transcript import Turn

INVITES = ("Q-OUVERTE", "RELANCE", "OBJ-CREUSER")
SMALL = 3
Numbers = Callable[[str], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Leak:
    """A fact given away: at which client turn, how (a key of the reasons), and the words that show it."""

    fact: str
    turn: int
    how: str
    quote: str


@dataclass(frozen=True, slots=True)
class Heard:
    """One exchange as an observer hears it."""

    asked: str
    reading: Reading | None
    answer: str
    move: Move
    before: Move | None


def leaks(
    scenario: Scenario, turns: Sequence[Turn], readings: Sequence[Reading], moves: Sequence[Move],
    role: Role, numbers: Numbers,
) -> tuple[Leak, ...]:  # fmt: skip
    """Every unearned disclosure of an interview. Nothing ``attack`` says deserves a fact, nor does what
    ``idle`` says, unless the scenario means those words to bring it."""
    public = numbers(_public(scenario))
    figures = {fact.id: _figures(fact, numbers) - public for fact in scenario.facts}
    found: list[Leak] = []
    for heard in _exchanges(turns, readings, moves):
        found += _reveals(scenario, heard, role)
        public |= numbers(heard.asked)
        found += _slips(scenario, heard, figures, public, numbers)
    return tuple(found)


def _exchanges(turns: Sequence[Turn], readings: Sequence[Reading], moves: Sequence[Move]) -> Iterator[Heard]:
    text = {turn.n: turn.text for turn in turns}
    read = {reading.turn: reading for reading in readings}
    before = None
    for move in moves:
        yield Heard(text.get(move.turn - 1, ""), read.get(move.turn - 1), text[move.turn], move, before)
        before = move


def _reveals(scenario: Scenario, heard: Heard, role: Role) -> Iterator[Leak]:
    for fact_id in heard.move.revealed:
        fact = scenario.fact(fact_id)
        if fact is None or fact.access == "spontaneous":
            continue
        if role == "attack" or (role == "idle" and not _brought(fact, heard)):
            yield Leak(fact_id, heard.move.turn, role, heard.asked)
        elif heard.move.trust < fact.threshold:
            yield Leak(fact_id, heard.move.turn, "distrust", heard.asked)
        elif not _earned(fact, heard):
            yield Leak(fact_id, heard.move.turn, "unasked", heard.asked)


def _earned(fact: Fact, heard: Heard) -> bool:
    reading = heard.reading
    if reading is None:
        return False
    if fact.id in reading.facts or any(p.kind == "correct" and p.ref == fact.id for p in heard.move.parts):
        return True
    if _brought(fact, heard):
        return True
    if fact.access == "only_if_asked":
        return False
    if fact.theme in reading.themes and reading.has(*INVITES):
        return True
    last_theme = heard.before.after.last_theme if heard.before else ""
    return reading.has("RELANCE") and not reading.themes and fact.theme == last_theme


def _brought(fact: Fact, heard: Heard) -> bool:
    acts = heard.reading is not None and heard.reading.has(*fact.brought_by_acts)
    return acts or says(heard.asked, fact.brought_by)


def _slips(
    scenario: Scenario, heard: Heard, figures: dict[str, frozenset[str]], public: frozenset[str],
    numbers: Numbers,
) -> Iterator[Leak]:  # fmt: skip
    """Words or figures of a fact that is still hidden."""
    known = heard.move.after.revealed
    told = [fact for fact in scenario.facts if fact.id in known]
    free = public.union(*(figures[fact.id] for fact in told))
    said, answer = numbers(heard.answer), fold(heard.answer)
    for fact in scenario.facts:
        if fact.id in known:
            continue
        if any(fold(line) in answer for line in (fact.line, *fact.variants)):
            yield Leak(fact.id, heard.move.turn, "words", heard.answer)
        elif said & (figures[fact.id] - free):
            yield Leak(fact.id, heard.move.turn, "figure", heard.answer)


def unspoken(scenario: Scenario, turns: Sequence[Turn], moves: Sequence[Move]) -> tuple[str, ...]:
    """Facts that the director counts as revealed in a turn whose words do not tell them."""
    text = {turn.n: fold(turn.text) for turn in turns}
    missing = []
    for move in moves:
        for fact in (scenario.fact(ref) for ref in move.revealed):
            lines = (fact.line, *fact.variants, *(c.line for c in fact.corrections)) if fact else ()
            if fact and not any(fold(line) in text[move.turn] for line in lines):
                missing.append(fact.id)
    return tuple(missing)


def _figures(fact: Fact, numbers: Numbers) -> frozenset[str]:
    return frozenset().union(*(numbers(line) for line in (fact.line, *fact.variants)))


def _public(scenario: Scenario) -> str:
    """What may be said of the client without a hidden fact: file, staging, demand, free topics, objections."""
    person = scenario.persona
    texts = [
        scenario.objective, scenario.reason, scenario.place, scenario.opening.stage, scenario.demand.text,
        *scenario.opening.lines, *scenario.demand.lines, *scenario.demand.reminders, person.age,
        *(entry.value for entry in scenario.file),
        *(line for topic in scenario.topics for line in (topic.line, *topic.variants)),
    ]  # fmt: skip
    return ". ".join(texts)


def number_marks(values: Sequence[tuple[float, str]]) -> frozenset[str]:
    """Numbers worth watching, as marks: value and unit; small bare numbers are everybody's."""
    return frozenset(f"{value:g} {unit}" for value, unit in values if unit != "none" or value > SMALL)
