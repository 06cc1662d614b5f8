"""Interviews played against a voice, and what their outbound requests may not hold."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from server.adapters.content.library import FileLibrary
from server.domain.assessment.numerals import NumberReader
from server.domain.client.move import Move
from server.domain.probing.model import Learner
from server.domain.probing.policy import next_line
from server.domain.probing.situation import Progress, Situation
from server.domain.scenario import Fact, Scenario
from server.domain.text import fold, words
from server.domain.transcript import Turn
from server.usecases import aloud
from server.usecases.aloud import Aloud
from server.usecases.ports import Voice
from server.usecases.probe import Bench as ProbeBench

SPEECH = re.compile(r"<conseiller>.*?</conseiller>", re.DOTALL)
RUN = 4
MEANING = 5  # a run of small words alone says nothing
SMALL = 3
Body = dict[str, Any]


async def played(on: ProbeBench, learner: Learner, seed: int, voice: Voice, longest: int = 99) -> Aloud:
    """One interview of a synthetic learner against a voice."""
    spoken, progress = await aloud.start(on.stage, seed, voice), Progress()
    known: frozenset[str] = frozenset()
    while not spoken.play.ended and progress.turns < longest:
        client = spoken.play.client
        told = tuple(fact for fact in client.revealed if fact not in known)
        at = Situation(on.stage.scenario, on.stage.catalogue, on.themes, on.learners, client, told)
        line = next_line(learner, at, progress, seed)
        if line is None:
            break
        known, progress = frozenset(client.revealed), line.progress
        spoken = await aloud.say(spoken, line.text, voice)
    return spoken


@dataclass
class Watch:
    """Reads requests for what is still hidden at that turn."""

    library: FileLibrary
    scenario: Scenario
    allowed: tuple[str, ...] = ()
    seen: int = 0
    leaks: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        feedback = self.library.rubric(self.scenario.rubric).feedback
        reader = NumberReader(feedback.numbers, feedback.figures)
        self._numbers = lru_cache(maxsize=4096)(
            lambda text: frozenset(n.value for n in reader.read(text) if n.value > SMALL)
        )

    def read(self, body: Body, move: Move, turns: Sequence[Turn]) -> None:
        """Check one request; the advisor's own words are theirs."""
        self.seen += 1
        system, *others = (str(message["content"]) for message in body["messages"])
        text = "\n".join([system, *(SPEECH.sub(" ", content) for content in others)])
        free = self._free(move, turns)
        open_text, open_runs, open_numbers = fold(free), runs_of(free), self._numbers(free)
        sent, sent_runs, sent_numbers = fold(text), runs_of(text), self._numbers(text)
        for fact in self.scenario.facts:
            if fact.id in move.after.revealed:
                continue
            for line in hidden_lines(fact):
                if fold(line) in sent and fold(line) not in open_text:
                    self.leaks.append(f"{self.scenario.id} {fact.id} words: {line}")
                for run in (runs_of(line) & sent_runs) - open_runs:
                    self.leaks.append(f"{self.scenario.id} {fact.id} run: {run}")
            figures = frozenset[float]().union(*(self._numbers(line) for line in hidden_lines(fact)))
            for figure in (figures & sent_numbers) - open_numbers:
                self.leaks.append(f"{self.scenario.id} {fact.id} figure: {figure:g}")
        for secret in trainers_only(self.scenario):
            for run in (runs_of(secret) & sent_runs) - open_runs:
                self.leaks.append(f"{self.scenario.id} trainer: {run}")

    def _shared(self) -> Iterable[Mapping[str, Sequence[str]]]:
        """Lines that every client shares."""
        return self.library.client_defaults.lines.values()

    def _free(self, move: Move, turns: Sequence[Turn]) -> str:
        """What may be there: public, said before by the client, told by now, or in the move's own lines."""
        scenario = self.scenario
        told = [fact for fact in scenario.facts if fact.id in move.after.revealed]
        return "\n".join(
            [
                scenario.place, scenario.opening.stage, scenario.style.register_, *scenario.style.signature,
                scenario.demand.text if scenario.demand.present else "",
                *(theme.label for theme in self.library.lexicon.themes),
                *(line for voice in self._shared() for pool in voice.values() for line in pool),
                *self.allowed,
                *(line for lines in scenario.style.lines.values() for line in lines),
                *(turn.text for turn in turns if turn.speaker == "client"),
                *(line for fact in told for line in hidden_lines(fact)),
                *move_lines(scenario, move),
            ]
        )  # fmt: skip


def hidden_lines(fact: Fact) -> tuple[str, ...]:
    return (fact.line, *fact.variants, fact.recap, *(c.line for c in fact.corrections))


def trainers_only(scenario: Scenario) -> Iterator[str]:
    """What no client ever says as such: for the trainer, the grid, the bank's file."""
    person = scenario.persona
    yield from (person.household, person.income, person.charges, person.holdings, person.elsewhere)
    yield scenario.drives
    yield from (need.text for need in scenario.needs)
    yield from (field.expected for field in scenario.record)
    for objection in scenario.objections:
        yield from (objection.cause, objection.resolves, objection.insists, objection.better)
    for fact in scenario.facts:
        yield fact.key
        yield from (*fact.prompts, *fact.questions)


def move_lines(scenario: Scenario, move: Move) -> Iterator[str]:
    """Every way the embedded voice could say this move: the director let these out."""
    for part in move.parts:
        if part.kind in ("objection", "insist", "cause", "resolved"):
            objection = scenario.objection(part.ref)
            assert objection is not None
            yield from {
                "objection": (objection.text, *objection.variants),
                "insist": objection.insist_lines,
                "cause": objection.cause_lines,
                "resolved": objection.resolved_lines,
            }[part.kind]
        elif part.kind in ("accept", "consider", "refuse"):
            source, index = part.ref.split(":")
            offers = scenario.unfit if source == "unfit" else scenario.offers
            yield from getattr(offers[int(index)], part.kind)
        elif part.kind == "guarded":
            fact = scenario.fact(part.ref)
            assert fact is not None
            yield from fact.guarded
        elif part.kind == "topic":
            topic = next(topic for topic in scenario.topics if topic.id == part.ref)
            yield from (topic.line, *topic.variants)
        elif part.kind == "correct":
            yield part.fill
        elif part.kind == "opening":
            yield from (*scenario.opening.lines, *scenario.demand.lines)
        elif part.kind == "demand":
            yield from scenario.demand.reminders
        elif part.kind == "point":
            yield from next(p for p in scenario.demand.points if p.id == part.ref).reminders
        elif part.kind == "exit":
            yield from next(e for e in scenario.exits if e.id == part.ref).lines
        elif part.kind in ("success", "postponed"):
            yield from (*scenario.success.lines, *scenario.success.postponed)


@lru_cache(maxsize=4096)
def runs_of(text: str) -> frozenset[str]:
    plain = words(fold(text))
    runs = (plain[at : at + RUN] for at in range(len(plain) - RUN + 1))
    return frozenset(
        " ".join(run)
        for run in runs
        if any(len(piece) >= MEANING for word in run for piece in word.split("'"))
    )


def watch_requests(watch: Watch, spoken: Aloud, requests: Sequence[Body]) -> None:
    """Match each request of an interview with the move it was made for, by the number of turns it tells."""
    moves = {move.turn: move for move in spoken.play.moves}
    for body in requests:
        said = sum(
            message["role"] == "assistant" or len(SPEECH.findall(message["content"]))
            for message in body["messages"][1:]
        )
        move = moves[said + 1]
        watch.read(body, move, spoken.play.turns[: move.turn - 1])


def flat(body: Body) -> str:
    """A request as one text, in the order it is read."""
    return "\n".join(f"{message['role']}\n{message['content']}" for message in body["messages"])


def prefix_share(one: str, two: str) -> float:
    """Share of a prompt that is, to the letter, the beginning of the next one."""
    same = next(
        (at for at, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two))
    )
    return same / len(one)
