"""Prove a persona: play every synthetic learner over several seeds and draw the verdict."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from server.domain.assessment.numerals import NumberReader
from server.domain.exchange import Stage
from server.domain.probing.disclosures import Numbers, leaks, number_marks, unspoken
from server.domain.probing.model import Learner, Learners
from server.domain.probing.policy import next_line
from server.domain.probing.repeats import repeated, variety
from server.domain.probing.situation import Progress, Situation
from server.domain.probing.verdict import Probe, Run, judge
from server.domain.scenario import Scenario
from server.usecases.ports import Library
from server.usecases.score import score
from server.usecases.simulate import Play, play_lines, say, start, transcript_of

STOPPED = "ended_by_advisor"
REPLAYS = 5  # interviews of one script whose likeness is measured


@dataclass(frozen=True, slots=True)
class Bench:
    """What every interview of a probe shares."""

    library: Library
    stage: Stage
    learners: Learners
    numbers: Numbers
    themes: Mapping[str, str]


def bench(library: Library, scenario: Scenario, learners: Learners) -> Bench:
    """Set the stage for one scenario."""
    feedback = library.rubric(scenario.rubric).feedback
    reader = NumberReader(feedback.numbers, feedback.figures)

    def numbers(text: str) -> frozenset[str]:
        return number_marks([(number.value, number.unit) for number in reader.read(text)])

    stage = Stage(scenario, library.catalogue, library.lexicon, library.client_defaults)
    themes = {theme.id: theme.label for theme in library.lexicon.themes}
    return Bench(library, stage, learners, numbers, themes)


def played(on: Bench, learner: Learner, seed: int) -> Play:
    """One interview of a learner, until the client or the learner ends it."""
    play, progress, known = start(on.stage, seed), Progress(), frozenset[str]()
    while not play.ended:
        told = tuple(fact for fact in play.client.revealed if fact not in known)
        at = Situation(
            on.stage.scenario, on.stage.catalogue, on.themes, on.learners, play.client, told
        )  # fmt: skip
        line = next_line(learner, at, progress, seed)
        if line is None:
            break
        known, progress = frozenset(play.client.revealed), line.progress
        play = say(play, line.text)
    return play


def run_of(on: Bench, learner: Learner, seed: int, play: Play) -> Run:
    """What a played interview shows."""
    scenario = on.stage.scenario
    transcript = transcript_of(play, f"probe-{scenario.id}-{learner.id}-{seed}")
    assessment, _ = score(on.library, transcript, scenario, play.moves)
    replies = [turn.text for turn in play.turns if turn.speaker == "client"]
    return Run(
        learner=learner.id,
        role=learner.role,
        seed=seed,
        turns=play.client.advisor_turns,
        revealed=play.client.revealed,
        trust=(scenario.mood.start, *(move.trust for move in play.moves)),
        outcome=play.ended or STOPPED,
        score=assessment.score.value,
        raised=tuple(objection for move in play.moves for objection in move.raised),
        resolved=tuple(objection for move in play.moves for objection in move.resolved),
        leaks=leaks(scenario, play.turns, play.readings, play.moves, learner.role, on.numbers),
        repeats=repeated(replies, play.client.spoken),
        unspoken=unspoken(scenario, play.turns, play.moves),
    )


def runs(on: Bench, seeds: int) -> Iterator[tuple[Run, Play]]:
    """Every learner over every seed, in a fixed order."""
    for learner in on.learners.learners:
        for seed in range(seeds):
            play = played(on, learner, seed)
            yield run_of(on, learner, seed, play), play


def conclude(on: Bench, results: list[tuple[Run, Play]]) -> Probe:
    """The verdict, once the strong learner's first script has been replayed over five seeds."""
    attacks = {
        turn.text
        for run, play in results
        if run.role == "attack"
        for turn in play.turns
        if turn.speaker == "advisor"
    }
    scripts = [_lines(play) for run, play in results if run.role == "strong" and run.seed == 0]
    replays = [play_lines(on.stage, script, seed) for script in scripts[:1] for seed in range(REPLAYS)]
    alike = variety([[turn.text for turn in play.turns if turn.speaker == "client"] for play in replays])
    return judge(on.stage.scenario, [run for run, _ in results], on.learners, len(attacks), alike)


def _lines(play: Play) -> list[str]:
    return [turn.text for turn in play.turns if turn.speaker == "advisor"]


def probe(library: Library, scenario: Scenario, learners: Learners, seeds: int) -> Probe:
    """Play everything and conclude."""
    on = bench(library, scenario, learners)
    return conclude(on, list(runs(on, seeds)))
