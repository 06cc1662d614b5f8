"""What the doors are given: wired in ``bootstrap``, read by pages, API and socket."""

import asyncio
from dataclasses import dataclass, field

from server.entrypoints.web.identity import Identity
from server.entrypoints.web.memory import Memory
from server.entrypoints.web.presenters.shared import Attempt
from server.usecases.ports import Engine, LiveBus
from server.usecases.take_turn import Desk


@dataclass
class Services:
    """The engine, the desk that plays, the bus to listen to, and who is who."""

    engine: Engine
    desk: Desk
    bus: LiveBus
    identity: Identity
    secure: bool = False
    attempts: Memory[Attempt] = field(default_factory=Memory)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def keep(self, task: asyncio.Task[None]) -> None:
        """Hold a task until it is done."""
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
