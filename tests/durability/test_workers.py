"""``serve --workers 2``: one address, two processes; one of them dies and nobody notices for long."""

import asyncio
import os
import signal
import time
from pathlib import Path

from server.adapters.store.database import open_database
from server.adapters.store.sql_store import SqlStore
from tests.durability.crowd import SCRIPTS, lines_of
from tests.durability.learner import Learner
from tests.durability.process import Worker, open_interviews
from tests.durability.promises import broken_promises
from tests.machines import Redis

LINES = lines_of(SCRIPTS / "AC-01.strong.txt")[:5]
PATIENCE = 150.0


async def test_one_of_two_processes_dies(postgres_url: str, cache: Redis, tmp_path: Path) -> None:
    process = Worker(postgres_url, tmp_path, cache.url, pace=0.1)
    process.options = ["--workers", "2"]
    await asyncio.to_thread(process.start)
    try:
        opened = await asyncio.to_thread(open_interviews, process.address, 6, ["AC-01"])
        learners = [Learner(name, path, lambda: process.address, LINES, ends=True) for name, path in opened]
        learners += [Learner(name, path, lambda: process.address, []) for name, path in opened[:2]]
        tasks = [asyncio.create_task(learner.run()) for learner in learners]
        while sum(len(learner.acked) for learner in learners) < 6:
            await asyncio.sleep(0.05)
        servers = [
            pid for pid in process.children if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()
        ]
        assert len(servers) == 2
        os.kill(servers[0], signal.SIGKILL)
        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(*tasks)
        deadline = time.monotonic() + PATIENCE
        while servers[0] in process.children and time.monotonic() < deadline:
            await asyncio.sleep(0.1)
        asked = await asyncio.to_thread(process.stop)
        assert asked < 40
    finally:
        process.kill()
    engine = open_database(postgres_url)
    assert broken_promises(SqlStore(engine), learners) == []
    engine.dispose()


def test_several_processes_need_redis(tmp_path: Path) -> None:
    process = Worker(f"sqlite:///{tmp_path / 'entretien.db'}", tmp_path)
    process.options = ["--workers", "2"]
    process.launch()
    assert process.ends()
    assert "ENTRETIEN_REDIS_URL" in process.log.read_text(encoding="utf-8")
