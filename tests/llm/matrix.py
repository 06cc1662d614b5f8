"""Faults × seeds on the voice, through the desk and its real log: ``python -m tests.llm.matrix --seeds 20``.

Each run opens an interview on a scenario that the seed chooses, speaks three turns while the endpoint fails in one
way, heals it, and speaks once more.
"""

import argparse
import asyncio
import itertools
import json
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from server.adapters.bus import MemoryBus
from server.adapters.content.library import FileLibrary
from server.adapters.llm.config import Limits
from server.adapters.store.database import open_database
from server.adapters.store.sql_store import SqlStore
from server.domain.events import AdvisorSaid, ClientSaid, MoveChosen
from server.domain.voice.carried import Ground, missing
from server.domain.voice.script import duties_of
from server.usecases.open_interview import open_interview
from server.usecases.ports import Engine
from server.usecases.take_turn import Desk
from tests.llm import models
from tests.llm.conftest import WAITING, Bench, bench
from tests.llm.fake import FAULTS, HARMLESS

ROOT = Path(__file__).resolve().parents[2]
LIMITS = Limits(
    first_token=0.35, idle=0.2, total=0.7, patience=0.05, failures=3, pause=0.25, longest_pause=0.5
)
TURNS = 3
LATE = 2.0  # seconds after the deadline by which the reply must be there
LONG_PAUSE = 0.6


@dataclass
class Tally:
    """What a run of the matrix found."""

    runs: int = 0
    turns: int = 0
    requests: int = 0
    most_requests: int = 0
    slowest: float = 0.0
    voices: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def document(self) -> dict[str, Any]:
        return {
            "runs": self.runs, "turns": self.turns, "requests": self.requests, "most_requests_a_turn": self.most_requests,
            "slowest_turn_seconds": round(self.slowest, 2), "voices": dict(self.voices), "faults": dict(self.faults),
            "wrong": self.wrong,
        }  # fmt: skip


@dataclass
class House:
    """One process on its own database; the bus is listened to."""

    library: FileLibrary
    engine: Engine
    desk: Desk


def house(folder: Path, library: FileLibrary, on: Bench, name: str) -> House:
    ids = (f"{name}{n}" for n in itertools.count())
    engine = Engine(
        library=library,
        store=SqlStore(open_database(f"sqlite:///{folder / 'matrix.db'}")),
        voice=on.voice,
        bus=MemoryBus(),
        clock=time.time,
        new_id=lambda: next(ids),
        new_seed=lambda: 7,
    )
    return House(library, engine, Desk(engine))


def lines_of(scenario_id: str) -> list[str]:
    script = ROOT / "transcripts" / "scripts" / f"{scenario_id}.strong.txt"
    return [line for line in script.read_text(encoding="utf-8").splitlines() if line.strip()]


async def run_one(folder: Path, library: FileLibrary, mode: str, seed: int, tally: Tally) -> None:
    """One fault, one seed."""
    scenarios = library.scenarios()
    scenario = scenarios[seed % len(scenarios)]
    lines = lines_of(scenario.id)
    limits = LIMITS if mode in WAITING else replace(LIMITS, first_token=5, idle=5, total=10)
    async with bench(ROOT, library, models.faithful, mode, limits, after=1 + seed % 9) as on:
        place = house(folder, library, on, f"{mode}{seed}-")
        header = open_interview(place.engine, "ana", scenario.id, "training")
        if mode == "refused":
            await on.fake.stop()
        if mode == "outage":
            await on.fake.stop()
        await place.desk.catch_up(header.id)
        for n, line in enumerate(lines[:TURNS]):
            await _turn(place, on, header.id, f"u{n}", line, limits, tally, f"{mode}/{seed}")
        on.fake.mode = "ok"
        if mode in ("refused", "outage"):
            await on.fake.start()
        limits = replace(limits, first_token=5, idle=5, total=10)
        on.endpoint.config = replace(on.endpoint.config, limits=limits)
        await asyncio.sleep(LONG_PAUSE)
        await _turn(place, on, header.id, "last", lines[TURNS], limits, tally, f"{mode}/{seed}")
        _judge(place, header.id, lines[: TURNS + 1], tally, f"{mode}/{seed}", mode)
    tally.runs += 1


async def _turn(
    place: House, on: Bench, interview: str, say_id: str, text: str, limits: Limits, tally: Tally, name: str
) -> None:
    async def acknowledge(_id: str, _seq: int) -> None:
        return

    asked, began = len(on.fake.requests), time.monotonic()
    with place.engine.bus.subscribe(interview) as queue:  # type: ignore[attr-defined]
        await place.desk.say(interview, say_id, text, acknowledge)
        partials, final = [], ""
        while len(queue):
            message = await queue.get()
            if message["type"] == "client_partial":
                partials.append(message["text"])
            elif message.get("kind") == "client_said":
                final = message["data"]["text"]
    took, calls = time.monotonic() - began, len(on.fake.requests) - asked
    tally.turns += 1
    tally.requests += calls
    tally.most_requests = max(tally.most_requests, calls)
    tally.slowest = max(tally.slowest, took)
    if took > limits.total + LATE:
        tally.wrong.append(f"{name}: a turn took {took:.1f} s")
    if calls > 2 * (1 + limits.retries):
        tally.wrong.append(f"{name}: {calls} calls for one turn")
    if not final or any(not final.startswith(piece) for piece in partials):
        tally.wrong.append(f"{name}: what was shown was taken back")


def _judge(place: House, interview: str, lines: list[str], tally: Tally, name: str, mode: str) -> None:
    """Read the log: nothing lost, nothing owed, nothing cut, everything that counts as revealed was said."""
    events = [recorded.event for recorded in place.engine.store.read(interview)]
    said = [event for event in events if isinstance(event, ClientSaid)]
    moves = [event.move for event in events if isinstance(event, MoveChosen)]
    heard = [event.text for event in events if isinstance(event, AdvisorSaid)]
    if heard != lines[: len(heard)] or (len(heard) < len(lines) and not moves[-1].ended):
        tally.wrong.append(f"{name}: advisor's words lost")
    if len(said) != len(moves):
        tally.wrong.append(f"{name}: a client turn is owed")
    scenario = place.library.scenario(place.engine.store.header(interview).scenario)
    numbers = place.engine.voice._numbers(scenario.rubric)  # type: ignore[attr-defined]
    ground = Ground(scenario, place.engine.voice._lexicon, numbers)  # type: ignore[attr-defined]
    spoken: tuple[str, ...] = ()
    for move, event in zip(moves, said, strict=True):
        duties = duties_of(move, scenario, place.library.client_defaults, spoken, 7)
        spoken = (*spoken, *event.lines)
        tally.voices[event.voice] += 1
        if event.fault:
            tally.faults[event.fault] += 1
        if missing(duties, event.text, ground):
            tally.wrong.append(f"{name}: turn {event.turn} does not say its move: {event.text}")
        whole = " ".join(["Alors, voilà.", *(duty.line for duty in duties if duty.line)])
        if event.voice == "llm" and not event.fault and event.text.split() != whole.split():
            tally.wrong.append(f"{name}: turn {event.turn} cut and not marked: {event.text}")
        if event.voice != "llm" and not event.fault:
            tally.wrong.append(f"{name}: turn {event.turn} fell back and does not say why")
    if said[-1].voice != "llm" and len(said) > TURNS:
        tally.wrong.append(f"{name}: the model did not come back ({said[-1].fault})")
    if mode not in HARMLESS and mode != "storm" and not any(event.fault for event in said):
        tally.wrong.append(f"{name}: the fault went unseen")


async def run(seeds: int, modes: tuple[str, ...] = FAULTS, library: FileLibrary | None = None) -> Tally:
    """The whole matrix."""
    library, tally = library or FileLibrary(ROOT), Tally()
    with tempfile.TemporaryDirectory() as folder:
        for mode in modes:
            for seed in range(seeds):
                await run_one(Path(folder), library, mode, seed, tally)
    return tally


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=20)
    options = parser.parse_args()
    began = time.monotonic()
    tally = asyncio.run(run(options.seeds))
    print(
        json.dumps(
            {**tally.document(), "seconds": round(time.monotonic() - began)}, ensure_ascii=False, indent=1
        )
    )
    raise SystemExit(1 if tally.wrong else 0)


if __name__ == "__main__":
    main()
