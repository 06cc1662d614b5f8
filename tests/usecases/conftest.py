"""A whole house on a real SQLite file: the embedded voice at once, a clock one can move."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from server.adapters.bus import MemoryBus
from server.adapters.content.library import FileLibrary
from server.adapters.store.database import open_database
from server.adapters.store.sql_store import SqlStore
from server.adapters.voices.embedded import EmbeddedVoice
from server.usecases.ports import Engine, Voice
from server.usecases.take_turn import Desk


@dataclass
class Bench:
    """One process: its engine, its desk, what was acknowledged."""

    engine: Engine
    desk: Desk
    acks: list[tuple[str, int]] = field(default_factory=list)

    async def acknowledge(self, say_id: str, seq: int) -> None:
        self.acks.append((say_id, seq))

    async def say(self, interview_id: str, say_id: str, text: str) -> None:
        await self.desk.say(interview_id, say_id, text, self.acknowledge)

    def kinds(self, interview_id: str) -> list[str]:
        return [recorded.event.kind for recorded in self.engine.store.read(interview_id)]


@pytest.fixture
def new_bench(tmp_path: Path, library: FileLibrary) -> Iterator[Callable[..., Bench]]:
    """Benches that share one database, like a process that stops and starts again."""
    engines: list[Any] = []
    ids = (f"id{n}" for n in itertools.count())
    times = itertools.count(1_700_000_000)

    def make(voice: Voice | None = None) -> Bench:
        database = open_database(f"sqlite:///{tmp_path / 'entretien.db'}")
        engines.append(database)
        engine = Engine(
            library=library,
            store=SqlStore(database),
            voice=voice or EmbeddedVoice(library.client_defaults, pace=0),
            bus=MemoryBus(),
            clock=lambda: float(next(times)),
            new_id=lambda: next(ids),
            new_seed=lambda: 7,
        )
        return Bench(engine, Desk(engine))

    yield make
    for database in engines:
        database.dispose()
