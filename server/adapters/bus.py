"""In-process bus: the sockets that look at an interview hear of it. Durable truth stays in the log."""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from server.adapters.mailbox import Mailbox
from server.usecases.ports import Message


class MemoryBus:
    """One mailbox a subscriber, for the readers of this process."""

    def __init__(self) -> None:
        self._mailboxes: dict[str, set[Mailbox]] = defaultdict(set)

    def publish(self, interview_id: str, message: Message | None) -> None:
        """Hand a message to every subscriber of an interview."""
        for mailbox in self._mailboxes.get(interview_id, ()):
            mailbox.push(message)

    @contextmanager
    def subscribe(self, interview_id: str) -> Iterator[Mailbox]:
        """Messages published while inside the block."""
        mailbox = Mailbox()
        self._mailboxes[interview_id].add(mailbox)
        try:
            yield mailbox
        finally:
            self._mailboxes[interview_id].discard(mailbox)
            if not self._mailboxes[interview_id]:
                del self._mailboxes[interview_id]

    @property
    def watched(self) -> list[str]:
        """Interviews someone here looks at."""
        return list(self._mailboxes)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Nothing to start or to stop."""
        yield
