"""The live state is the fold of the log: after any work, at every cut point, whoever else wrote."""

import asyncio
import itertools
import tempfile
from functools import reduce
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.adapters.bus import MemoryBus
from server.adapters.content.library import FileLibrary
from server.adapters.store.database import open_database
from server.adapters.store.sql_store import SqlStore
from server.adapters.voices.embedded import EmbeddedVoice
from server.domain.errors import EntretienError
from server.domain.events import HintGiven, RecordFilled
from server.domain.interview import after, fold
from server.usecases.content import scenario_of
from server.usecases.live import IDLE_SECONDS, LiveInterviews
from server.usecases.open_interview import open_interview
from server.usecases.ports import Engine
from server.usecases.take_turn import Desk
from tests.usecases.test_take_turn import BrokenVoice

LINES = [
    "Bonjour Madame, Camille Petit de la banque de l'Armoise, vous avez un moment ?",
    "Qu'est-ce qui a changé pour vous depuis notre dernier échange ?",
    "Et côté logement, quels sont vos projets ?",
    "Si je résume, vous cherchez surtout à épargner chaque mois.",
    "Signez aujourd'hui, demain ce sera plus cher.",
    "Je vous propose un rendez-vous mardi à dix heures.",
    "Merci, au revoir.",
]
work = st.lists(
    st.one_of(
        st.tuples(st.just("say"), st.sampled_from(LINES), st.integers(0, 5)),
        st.tuples(st.just("cut"), st.sampled_from(LINES), st.integers(0, 5)),
        st.tuples(st.sampled_from(["end", "catch_up", "hint", "record", "elsewhere", "forget"])),
    ),
    min_size=1,
    max_size=10,
)


class Played:
    """One interview, played by this process and sometimes by another one."""

    def __init__(self, library: FileLibrary, scenario: str) -> None:
        times, ids = itertools.count(1_700_000_000), (f"id{n}" for n in itertools.count())
        self.bus = MemoryBus()
        self._folder = tempfile.TemporaryDirectory()
        self.database = open_database(f"sqlite:///{self._folder.name}/entretien.db")
        self.engine = self._engine(
            library, SqlStore(self.database), EmbeddedVoice(library.client_defaults, 0), times, ids
        )
        self.live = LiveInterviews(self.engine, lambda: 0.0)
        self.desk = Desk(self.engine, live=self.live)
        self.other = Desk(self.engine)
        self.broken = Desk(
            self._engine(library, self.engine.store, BrokenVoice(), times, ids), live=self.live
        )
        self.header = open_interview(self.engine, "ana", scenario, "training")

    def _engine(self, library: FileLibrary, store: Any, voice: Any, times: Any, ids: Any) -> Engine:
        return Engine(
            library, store, voice, self.bus, lambda: float(next(times)), lambda: next(ids), lambda: 7
        )

    async def settle(self) -> None:
        """Wait for the assessments under way, whoever made them."""
        for desk in (self.desk, self.other, self.broken):
            await desk.settle()

    def close(self) -> None:
        self.database.dispose()
        self._folder.cleanup()

    async def do(self, step: tuple[Any, ...]) -> None:
        async def acknowledge(_id: str, _seq: int) -> None:
            return

        interview = self.header.id
        try:
            match step:
                case ("say", text, number):
                    await self.desk.say(interview, f"u{number}", text, acknowledge)
                case ("cut", text, number):
                    await self.broken.say(interview, f"u{number}", text, acknowledge)
                case ("elsewhere",):
                    await self.other.say(interview, "elsewhere", LINES[2], acknowledge)
                case ("hint",):
                    await self.desk.record(interview, [HintGiven(turn=1, text="Un indice.")])
                case ("record",):
                    await self.desk.record(interview, [RecordFilled(fields={"canal": "téléphone"})])
                case ("end",):
                    await self.desk.end(interview)
                case ("catch_up",):
                    await self.desk.catch_up(interview)
                case ("forget",):
                    self.live.forget(interview)
        except EntretienError:
            return


@given(steps=work, scenario=st.sampled_from(["AC-01", "REC-01", "EC-02"]))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_live_state_is_the_fold_at_every_cut(library: FileLibrary, steps: list[Any], scenario: str) -> None:
    async def play() -> None:
        played = Played(library, scenario)
        store, header = played.engine.store, played.header
        content = scenario_of(played.engine, header)
        for step in steps:
            await played.do(step)
            await played.settle()  # an assessment that lands between the two reads is no difference
            assert played.live.read(header.id).interview == fold(store.read(header.id), content)
        await played.settle()
        log = store.read(header.id)
        whole = fold(log, content)
        assert played.live.read(header.id).interview == whole
        for cut in range(len(log) + 1):
            before = fold(store.read(header.id)[:cut], content)
            assert reduce(after, store.read(header.id, cut), before) == whole
        played.close()

    asyncio.run(play())


class CountingStore:
    """Counts the events read."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store
        self.read_events = 0

    def read(self, interview_id: str, after_seq: int = 0) -> Any:
        events = self._store.read(interview_id, after_seq)
        self.read_events += len(events)
        return events

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


def test_a_turn_does_not_read_the_log_again(library: FileLibrary) -> None:
    async def play() -> None:
        played = Played(library, "AC-01")
        counting = CountingStore(SqlStore(played.database))
        engine = Engine(
            library, counting, played.engine.voice, played.bus, lambda: 1.7e9, lambda: "x", lambda: 7  # type: ignore[arg-type]
        )  # fmt: skip
        desk = Desk(engine)

        async def acknowledge(_id: str, _seq: int) -> None:
            return

        for number, line in enumerate(LINES[:4]):
            await desk.say(played.header.id, f"u{number}", line, acknowledge)
        assert counting.read_events == 1
        played.close()

    asyncio.run(play())


def test_idle_interviews_are_let_go(library: FileLibrary) -> None:
    played = Played(library, "AC-01")
    now = [0.0]
    live = LiveInterviews(played.engine, lambda: now[0], limit=3)
    ids = [open_interview(played.engine, "ana", "AC-01", "training").id for _ in range(5)]
    for interview in ids:
        live.read(interview)
    assert len(live) == 3
    now[0] = IDLE_SECONDS + 1
    live.read(ids[0])
    assert len(live) == 1
    played.close()


async def test_a_clock_that_jumps_does_not_take_the_log_with_it(library: FileLibrary) -> None:
    played = Played(library, "AC-01")
    times = iter([1.7e9, 1.7e9 + 5, 1.6e9, 1.6e9 + 1, 1.9e9, 1.9e9, 1.6e9, 1.6e9, 1.6e9, 1.6e9, 1.6e9, 1.6e9])
    engine = Engine(
        library,
        played.engine.store,
        played.engine.voice,
        played.bus,
        lambda: next(times),
        lambda: "jump",
        lambda: 7,
    )
    header = open_interview(engine, "ana", "AC-01", "training")
    desk = Desk(engine)

    async def acknowledge(_id: str, _seq: int) -> None:
        return

    for number, line in enumerate(LINES[:3]):
        await desk.say(header.id, f"u{number}", line, acknowledge)
    log = engine.store.read(header.id)
    assert [item.at for item in log] == sorted(item.at for item in log)
    turns = fold(log, scenario_of(engine, header)).turns
    assert all(turn.at is not None and turn.at >= 0 for turn in turns)
    played.close()
