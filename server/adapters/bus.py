"""In-process bus: the sockets that look at an interview hear of it. Durable truth stays in the log."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

QUEUE_LIMIT = 1000


class MemoryBus:
    """One queue a subscriber; a subscriber too slow to follow is told to come back (``None``)."""

    def __init__(self) -> None:
        self._queues: dict[str, set[asyncio.Queue[dict[str, Any] | None]]] = defaultdict(set)

    def publish(self, interview_id: str, message: dict[str, Any]) -> None:
        """Hand a message to every subscriber of an interview."""
        for queue in list(self._queues.get(interview_id, ())):
            try:
                queue.put_nowait(message)
            except asyncio.QueueFull:
                while not queue.empty():
                    queue.get_nowait()
                queue.put_nowait(None)

    @contextmanager
    def subscribe(self, interview_id: str) -> Iterator[asyncio.Queue[dict[str, Any] | None]]:
        """Messages published while inside the block."""
        queue: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue(QUEUE_LIMIT)
        self._queues[interview_id].add(queue)
        try:
            yield queue
        finally:
            self._queues[interview_id].discard(queue)
            if not self._queues[interview_id]:
                del self._queues[interview_id]
