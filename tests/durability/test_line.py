"""A line that cuts, swallows, loses one way, crawls or lags: the conversation survives, once and in order."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.adapters.store.database import open_database
from server.adapters.store.sql_store import SqlStore
from tests.durability.crowd import SCRIPTS, lines_of
from tests.durability.learner import Learner
from tests.durability.process import open_interviews
from tests.durability.promises import broken_promises
from tests.durability.proxy import Line, Proxy, proxy
from tests.server import running

LINES = lines_of(SCRIPTS / "AC-01.strong.txt")[:6]
PATIENCE = 120.0


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    folder = tmp_path_factory.mktemp("line")
    with running(folder, pace=0.05) as address:
        yield address, folder


async def spoil(line: Proxy, bad: Line | None) -> None:
    """Bad for a while, then good again over a new connection."""
    for _ in range(4):
        await asyncio.sleep(0.15)
        if bad is not None:
            line.line = bad
            await asyncio.sleep(0.3)
        line.reset()
        line.line = Line.GOOD


@pytest.mark.parametrize(
    "bad", [None, Line.BLACK_HOLE, Line.DEAF, Line.MUTE, Line.SLOW_READER, Line.DELAYED], ids=str
)
async def test_the_conversation_survives(place: tuple[str, Path], bad: Line | None) -> None:
    address, folder = place
    [(interview, path)] = await asyncio.to_thread(open_interviews, address, 1, ["AC-01"])
    async with proxy(int(address.rsplit(":", 1)[1])) as line:
        behind = Learner(interview, path, lambda: line.address, LINES, ends=True)
        beside = Learner(interview, path, lambda: address, [])
        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(behind.run(), beside.run(), spoil(line, bad))
    store = SqlStore(open_database(f"sqlite:///{folder / 'entretien.db'}"))
    assert broken_promises(store, [behind, beside]) == []
    said = [event["data"]["text"] for event in behind.shown if event["kind"] == "advisor_said"]
    assert said == LINES
    assert [event["seq"] for event in beside.shown] == [event["seq"] for event in behind.shown]


async def test_who_reads_nothing_holds_nobody_up(place: tuple[str, Path]) -> None:
    """A tab that takes nothing any more: the other one goes on at its own speed."""
    address, folder = place
    [(interview, path)] = await asyncio.to_thread(open_interviews, address, 1, ["AC-01"])
    async with proxy(int(address.rsplit(":", 1)[1])) as line:
        stuck = Learner(interview, path, lambda: line.address, LINES[:1])
        task = asyncio.create_task(stuck.run())
        while stuck.spoken == 0:
            await asyncio.sleep(0.02)
        line.line = Line.BLACK_HOLE
        going = Learner(interview, path, lambda: address, LINES[1:], ends=True)
        async with asyncio.timeout(PATIENCE):
            await going.run()
        line.line = Line.GOOD
        line.reset()
        async with asyncio.timeout(PATIENCE):
            await task
    store = SqlStore(open_database(f"sqlite:///{folder / 'entretien.db'}"))
    assert broken_promises(store, [stuck, going]) == []
