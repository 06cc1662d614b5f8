"""The disk is full, the database is locked, the process is asked to leave or stands still: nothing is lost."""

import asyncio
import json
import resource
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from websockets.asyncio.client import connect

from server.adapters.store.database import open_database
from server.adapters.store.sql_store import SqlStore
from tests.doors.test_socket import GREETING, QUESTION, hello, receive, say
from tests.durability.crowd import SCRIPTS, lines_of
from tests.durability.learner import Learner
from tests.durability.process import Worker, open_interviews, worker
from tests.durability.promises import broken_promises

LINES = lines_of(SCRIPTS / "AC-01.strong.txt")
PATIENCE = 120.0


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Worker, Path]]:
    folder = tmp_path_factory.mktemp("faults")
    database = folder / "entretien.db"
    with worker(f"sqlite:///{database}", folder) as process:
        yield process, database


async def opened(process: Worker) -> tuple[str, str]:
    [(interview, path)] = await asyncio.to_thread(open_interviews, process.address, 1, ["AC-01"])
    return interview, path


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not condition():
            await asyncio.sleep(0.05)


async def speak_through(
    place: tuple[Worker, Path], begin: Callable[[], object], end: Callable[[], object]
) -> Learner:
    """Speak, suffer a fault until it was felt, then see it lifted and speak to the end."""
    process, database = place
    interview, path = await opened(process)
    learner = Learner(interview, path, lambda: process.address, LINES[:5], ends=True)
    task = asyncio.create_task(learner.run())
    await until(lambda: len(learner.acked) >= 2)
    begin()
    try:
        await until(lambda: "unavailable" in learner.errors)
    finally:
        end()
    async with asyncio.timeout(PATIENCE):
        await task
    engine = open_database(f"sqlite:///{database}")
    assert broken_promises(SqlStore(engine), [learner]) == []
    engine.dispose()
    return learner


async def test_a_full_disk(place: tuple[Worker, Path]) -> None:
    """The system refuses every byte that would make a file longer (as a quota or a full disk does)."""
    process, _ = place
    free = resource.prlimit(process.pid, resource.RLIMIT_FSIZE)
    learner = await speak_through(
        place,
        lambda: resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (4096, free[1])),
        lambda: resource.prlimit(process.pid, resource.RLIMIT_FSIZE, free),
    )
    assert len(learner.acked) == 5


async def test_a_locked_database(place: tuple[Worker, Path]) -> None:
    """Another program holds the database for longer than one waits."""
    other = sqlite3.connect(place[1], isolation_level=None)
    learner = await speak_through(
        place, lambda: other.execute("BEGIN IMMEDIATE"), lambda: other.execute("ROLLBACK")
    )
    other.close()
    assert len(learner.acked) == 5


async def test_a_locked_database_stops_no_reading(place: tuple[Worker, Path]) -> None:
    process, database = place
    interview, path = await opened(process)
    url = process.address.replace("http", "ws") + path
    async with connect(url) as socket:
        await hello(socket)
        await say(socket, GREETING)
    other = sqlite3.connect(database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    async with asyncio.timeout(PATIENCE), connect(url) as socket:
        assert (await hello(socket))["seq"] >= 5
        await receive(socket, "event", kind="client_said")
    other.execute("ROLLBACK")
    other.close()
    assert interview


async def test_a_process_that_stood_still(place: tuple[Worker, Path]) -> None:
    process, database = place
    interview, path = await opened(process)
    learner = Learner(interview, path, lambda: process.address, LINES[:4], ends=True)
    task = asyncio.create_task(learner.run())
    await until(lambda: len(learner.acked) >= 1)
    process.freeze(True)
    await asyncio.sleep(0.5)
    process.freeze(False)
    async with asyncio.timeout(PATIENCE):
        await task
    engine = open_database(f"sqlite:///{database}")
    assert broken_promises(SqlStore(engine), [learner]) == []
    engine.dispose()


async def test_asked_to_leave_it_finishes_its_sentence(tmp_path: Path) -> None:
    """SIGTERM in the middle of a reply: the reply is kept whole, the process leaves by itself, soon."""
    database = f"sqlite:///{tmp_path / 'entretien.db'}"
    with worker(database, tmp_path, pace=1.0) as process:
        interview, path = await opened(process)
        async with connect(process.address.replace("http", "ws") + path) as socket:
            await hello(socket)
            await socket.send(json.dumps({"type": "say", "id": "u1", "text": GREETING}))
            await receive(socket, "ack")
            await receive(socket, "client_typing")
            seconds = await asyncio.to_thread(process.stop)
        assert seconds < 30
        engine = open_database(database)
        kinds = [item.event.kind for item in SqlStore(engine).read(interview)]
        engine.dispose()
        assert kinds == ["interview_opened", "advisor_said", "turn_analysed", "move_chosen", "client_said"]
        log = process.log.read_text(encoding="utf-8")
        assert "Traceback" not in log
        assert path.split("key=")[1] not in log


async def test_two_tabs_on_one_interview(place: tuple[Worker, Path]) -> None:
    """Both speak at once: every turn kept once, answered once, and both are shown the same."""
    process, database = place
    interview, path = await opened(process)
    one = Learner(interview, path, lambda: process.address, LINES[:4])
    two = Learner(interview, path, lambda: process.address, [QUESTION, "Et votre budget ?", "Et plus tard ?"])
    tasks = [asyncio.create_task(tab.run()) for tab in (one, two)]
    await until(lambda: len(one.acked) == 4 and len(two.acked) == 3)
    await until(lambda: one.shown[-1]["kind"] == two.shown[-1]["kind"] == "client_said")
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    engine = open_database(f"sqlite:///{database}")
    assert broken_promises(SqlStore(engine), [one, two]) == []
    engine.dispose()
    assert one.shown == two.shown


async def test_who_never_reads_holds_nobody_up(place: tuple[Worker, Path]) -> None:
    """A tab that asks for everything again and again and takes nothing: the other one goes on at its own speed."""
    process, database = place
    interview, path = await opened(process)
    url = process.address.replace("http", "ws") + path
    async with connect(url, max_queue=1, close_timeout=0.1) as stuck:
        await hello(stuck)
        await say(stuck, GREETING)
        before = process.resident()
        again = json.dumps({"type": "hello", "last_seq": 0, "epoch": ""})
        asking = asyncio.create_task(flood(stuck.send, again))
        await asyncio.sleep(2.0)
        going = Learner(interview, path, lambda: process.address, LINES[1:4])
        task = asyncio.create_task(going.run())
        await until(lambda: len(going.acked) == 3 and going.shown[-1]["kind"] == "client_said")
        assert process.resident() - before < 30_000_000
        for one in (task, asking):
            one.cancel()
        await asyncio.gather(task, asking, return_exceptions=True)
    engine = open_database(f"sqlite:///{database}")
    assert broken_promises(SqlStore(engine), [going]) == []
    engine.dispose()


async def flood(send: Callable[[str], object], frame: str) -> None:
    while True:
        await send(frame)  # type: ignore[misc]
