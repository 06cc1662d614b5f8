"""What is measured: processor time of this process, in seconds, so that a busy machine changes little."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from statistics import median, quantiles
from time import process_time

from bench.baseline import compile_table, find_acts
from server.domain.analysis import acts, read_transcript
from server.domain.client.director import decide, open_interview, opening_state
from server.domain.client.lines import compose
from server.domain.exchange import Stage, exchange
from server.domain.transcript import Transcript, Turn
from server.usecases.ports import Library
from server.usecases.score import score

LONG_TURNS = 40


@dataclass(frozen=True, slots=True)
class Scoring:
    """Transcripts a second of processor, and how many times slower than the baseline."""

    transcripts: int
    per_second: float
    baseline_per_second: float
    ratio: float


@dataclass(frozen=True, slots=True)
class Deciding:
    """Milliseconds of processor for decide and speak, an advisor turn already read."""

    turns: int
    median_ms: float
    p95_ms: float


@dataclass(frozen=True, slots=True)
class Reading:
    """Milliseconds of processor to read a whole transcript."""

    turns: int
    median_ms: float


def spent(work: Callable[[], object]) -> float:
    """Processor seconds of a piece of work."""
    start = process_time()
    work()
    return process_time() - start


def measure_scoring(library: Library, rounds: int) -> Scoring:
    """Every shipped sample, engine and baseline in turn; the median round, after one that does not count."""
    samples = library.samples()
    table = compile_table(library.lexicon)

    def assess_all() -> None:
        for transcript in samples:
            score(library, transcript)

    def search_all() -> None:
        for transcript in samples:
            find_acts(transcript, table)

    pairs = [(spent(assess_all), spent(search_all)) for _ in range(rounds + 1)][1:]
    engine, baseline = (median(column) for column in zip(*pairs, strict=True))
    return Scoring(
        transcripts=len(samples),
        per_second=len(samples) / engine,
        baseline_per_second=len(samples) / baseline,
        ratio=engine / baseline,
    )


def measure_deciding(library: Library, scripts: Path, rounds: int) -> Deciding:
    """Every line of the shipped scripts, played ``rounds`` times: median and 95th centile over all turns."""
    files = sorted(scripts.glob("*.txt"))
    played = [[time for path in files for time in _turn_times(library, path)] for _ in range(rounds + 1)]
    times = [1000 * time for turns in played[1:] for time in turns]
    return Deciding(turns=len(played[0]), median_ms=median(times), p95_ms=quantiles(times, n=20)[-1])


def _turn_times(library: Library, path: Path) -> Iterator[float]:
    scenario = library.scenario(path.name.split(".")[0])
    stage = Stage(scenario, library.catalogue, library.lexicon, library.client_defaults)
    lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return _played(stage, lines)


def _played(stage: Stage, lines: Sequence[str]) -> Iterator[float]:
    scenario, defaults = stage.scenario, stage.defaults
    client = opening_state(scenario)
    opening = open_interview(scenario)
    turns: tuple[Turn, ...] = ()
    readings: tuple[acts.Reading, ...] = ()
    if opening is not None:
        spoken = compose(opening, scenario, defaults, client.spoken, 0)
        turns = (Turn(n=1, speaker="client", text=spoken.text),)
        client = opening.after.model_copy(update={"spoken": spoken.marks})
    for line in lines:
        if client.ended:
            return
        said = Turn(n=len(turns) + 1, speaker="advisor", text=line)
        reading, _ = exchange(stage, turns, readings, client, said)
        start = process_time()
        move = decide(client, reading, line, scenario, defaults)
        spoken = compose(move, scenario, defaults, client.spoken, 0)
        yield process_time() - start
        client = move.after.model_copy(update={"spoken": (*client.spoken, *spoken.marks)})
        turns = (*turns, said, Turn(n=said.n + 1, speaker="client", text=spoken.text))
        readings = (*readings, reading)


def measure_reading(library: Library, rounds: int) -> Reading:
    """The analysis of a 40-turn transcript made of a shipped sample, said again until it is long enough."""
    transcript = _lengthened(library.samples()[0])
    scenario = library.scenario(transcript.scenario)

    def read() -> None:
        read_transcript(transcript, scenario, library.catalogue, library.lexicon)

    times = [spent(read) for _ in range(rounds + 1)][1:]
    return Reading(turns=len(transcript.turns), median_ms=1000 * median(times))


def _lengthened(sample: Transcript) -> Transcript:
    turns = tuple(
        Turn(n=place, speaker=turn.speaker, text=turn.text)
        for place, turn in enumerate(islice(cycle(sample.turns), LONG_TURNS), start=1)
    )
    return sample.model_copy(update={"turns": turns})
