"""Kill the server at random moments under live interviews, bring it back, and count broken promises.

One round: everyone speaks for a random while, something dies (``kill -9``), it comes back, everyone resumes.
"""

import asyncio
import math
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from server.adapters.store.database import open_database
from server.adapters.store.sql_store import SqlStore
from tests.durability.crowd import Crowd
from tests.durability.process import Worker
from tests.durability.promises import broken_promises
from tests.machines import Redis, postgres, redis

SETTLE_SECONDS = 40.0
PACE = 0.1
FRAMES = 300
"""A kill falls somewhere within so many frames heard: at any point of a turn, on any machine."""
BACK_SECONDS = 20.0
WHILE_TALKING = 0.8
"""Four kills in five fall on people who talk, the fifth on people who come back."""
BACKENDS = ("sqlite", "postgres", "cluster")


@dataclass(frozen=True, slots=True)
class Kills:
    """What was killed and what was found. Resume: seconds from the open port to the last event missed."""

    backend: str
    kills: int
    interviews: int
    opened: int
    turns_acked: int
    partials: int
    broken: list[str]
    resumes: int
    resume_median: float
    resume_p99: float
    resume_max: float
    seconds: float


class Ground:
    """The processes of a run. ``back_at`` is when those who were cut could come back."""

    def __init__(self, workers: list[Worker], cache: Redis | None) -> None:
        self.workers, self.cache = workers, cache
        self.back_at = 0.0

    def address(self, _number: int) -> str:
        """Any worker that runs, as a balancer in front would choose."""
        alive = [worker for worker in self.workers if worker.running] or self.workers
        return random.choice(alive).address

    def strike(self) -> None:
        """Kill one of them and start it again."""
        if self.cache is not None and random.random() < 0.5:
            self.cache.kill()
            time.sleep(random.random())
            self.cache.start()
            return
        victim = random.choice(self.workers)
        self.back_at = time.perf_counter() if len(self.workers) > 1 else math.inf
        victim.kill()
        victim.start()
        if len(self.workers) == 1:
            self.back_at = victim.back_at


@contextmanager
def ground(backend: str, folder: Path) -> Iterator[tuple[Ground, str]]:
    """Start what a backend needs; stop it all afterwards."""
    with (
        nullcontext(f"sqlite:///{folder / 'entretien.db'}")
        if backend == "sqlite"
        else postgres() as database,
        redis() if backend == "cluster" else nullcontext() as cache,
    ):
        count = 2 if cache is not None else 1
        workers = [Worker(database, folder, cache.url if cache else None, PACE) for _ in range(count)]
        try:
            for worker in workers:
                worker.start()
            yield Ground(workers, cache), database
        finally:
            for worker in workers:
                worker.kill()


async def measure_kills(
    backend: str,
    kills: int,
    interviews: int,
    frames: int = FRAMES,
    seconds: float = math.inf,
    told: bool = False,
) -> Kills:
    """Kill ``kills`` times (or until the time is over) under live interviews, then read everything again."""
    began = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="entretien-kills-") as name, ground(backend, Path(name)) as found:
        place, database = found
        crowd = Crowd(interviews, place.address, lambda: place.back_at)
        done = 0
        while done < kills and time.perf_counter() - began < seconds:
            await crowd.fill()
            if random.random() < WHILE_TALKING:
                await crowd.back(BACK_SECONDS)
            await crowd.heard(random.randrange(frames), BACK_SECONDS)
            await asyncio.to_thread(place.strike)
            done += 1
            if told and done % 10 == 0:
                sys.stderr.write(f"\r{backend} {done}/{kills}")
        await crowd.quiet(SETTLE_SECONDS)
        engine = open_database(database)
        learners = crowd.learners
        broken = broken_promises(SqlStore(engine), learners)
        engine.dispose()
    resumes = sorted(second for learner in learners for second in learner.resumes) or [0.0, 0.0]
    return Kills(
        backend=backend,
        kills=done,
        interviews=interviews,
        opened=len({learner.interview for learner in learners}),
        turns_acked=sum(len(learner.acked) for learner in learners),
        partials=sum(learner.partials for learner in learners),
        broken=broken,
        resumes=len(resumes),
        resume_median=median(resumes),
        resume_p99=quantiles(resumes, n=100)[-1],
        resume_max=resumes[-1],
        seconds=time.perf_counter() - began,
    )
