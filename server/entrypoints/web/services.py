"""What the doors are given: wired in ``bootstrap``, read by pages, API and socket."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from server.entrypoints.web.identity import Identity
from server.entrypoints.web.memory import Memory
from server.entrypoints.web.presenters.shared import Attempt
from server.usecases.ports import Engine, LiveBus
from server.usecases.rehearse import rehearse
from server.usecases.take_turn import Desk

log = logging.getLogger(__name__)
THREADS = 16
GRACE_SECONDS = 20.0


@dataclass
class Services:
    """The engine, the desk that plays, the bus to listen to, and who is who."""

    engine: Engine
    desk: Desk
    bus: LiveBus
    identity: Identity
    release: Callable[[], Awaitable[None]]
    secure: bool = False
    attempts: Memory[Attempt] = field(default_factory=Memory)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def keep(self, task: asyncio.Task[None]) -> None:
        """Hold a task until it is done."""
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """From the start to a clean stop: replies in progress are finished, or left owed to the next start."""
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(THREADS, "entretien"))
        await asyncio.to_thread(rehearse, self.engine)
        async with self.bus.running():
            promises = asyncio.create_task(self.desk.keep_promises())
            try:
                yield
            finally:
                promises.cancel()
                await self._finish(asyncio.create_task(self.desk.settle()))
                await self.release()

    async def _finish(self, settled: asyncio.Task[None]) -> None:
        _, late = await asyncio.wait([settled, *self.tasks], timeout=GRACE_SECONDS)
        for task in late:
            task.cancel()
        if late:
            log.warning("%d tasks left for the next start", len(late))
            await asyncio.wait(late)
