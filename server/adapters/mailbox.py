"""What waits for one reader. Bounded: a slow reader catches up from the log, and slows nobody."""

import asyncio
from collections import deque

from server.usecases.ports import Message

LIMIT = 256
PARTIAL = "client_partial"


class Mailbox:
    """Messages in order. A newer partial replaces an older one; too many become « read the log again »."""

    __slots__ = ("_limit", "_reader", "_waiting")

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._waiting: deque[Message | None] = deque()
        self._reader: asyncio.Future[None] | None = None

    def __len__(self) -> int:
        return len(self._waiting)

    def push(self, message: Message | None) -> None:
        """Never waits."""
        waiting = self._waiting
        last = waiting[-1] if waiting else {}
        if message is None and last is None:
            return
        if message and last and message["type"] == PARTIAL == last["type"]:
            waiting[-1] = message
            return
        if len(waiting) >= self._limit:
            waiting.clear()
            message = None
        waiting.append(message)
        if self._reader is not None and not self._reader.done():
            self._reader.set_result(None)

    async def get(self) -> Message | None:
        """The next one; one reader at a time."""
        while not self._waiting:
            self._reader = asyncio.get_running_loop().create_future()
            try:
                await self._reader
            finally:
                self._reader = None
        return self._waiting.popleft()
