"""One socket can ask for so much at once, and no more is read from it until some is done."""

import asyncio
import json
from types import SimpleNamespace
from typing import Any

from server.adapters.mailbox import Mailbox
from server.entrypoints.web.socket import InterviewSocket
from server.usecases.ports import Header

HEADER = Header("i1", "ana", "AC-01", "s", "r", "training", "e", 1.0, ended=False, assessed=False)
MOST = 20
HELLO = {"type": "hello", "last_seq": 0, "epoch": ""}


class Browser:
    """Says without end; counts what was read of it."""

    def __init__(self) -> None:
        self.read = 0

    async def receive(self) -> dict[str, Any]:
        self.read += 1
        await asyncio.sleep(0)
        frame = HELLO if self.read == 1 else {"type": "say", "id": f"u{self.read}", "text": "Bonjour."}
        return {"type": "websocket.receive", "text": json.dumps(frame)}

    async def send_text(self, text: str) -> None:
        await asyncio.sleep(3600)


class SlowDesk:
    """Answers one at a time, when told to."""

    def __init__(self) -> None:
        self.go = asyncio.Semaphore(0)
        self.done: list[str] = []

    async def catch_up(self, interview_id: str) -> None:
        return

    async def look(self, interview_id: str) -> Any:
        return SimpleNamespace(seq=0, ended=None, readings=())

    async def say(self, interview_id: str, say_id: str, text: str, acknowledge: Any) -> None:
        await self.go.acquire()
        await acknowledge(say_id, 1)
        self.done.append(say_id)


async def test_no_more_is_read_than_can_wait() -> None:
    browser, desk, kept = Browser(), SlowDesk(), set()
    services: Any = SimpleNamespace(desk=desk, engine=SimpleNamespace(store=None), keep=kept.add)
    socket: Any = browser
    served = asyncio.create_task(InterviewSocket(socket, services, HEADER, Mailbox()).run())
    await asyncio.sleep(0.05)
    waiting = browser.read
    assert waiting <= MOST
    await asyncio.sleep(0.05)
    assert browser.read == waiting
    for _ in range(5):
        desk.go.release()
    await asyncio.sleep(0.05)
    assert browser.read == waiting + 5
    assert desk.done == [f"u{number}" for number in range(2, 7)]
    served.cancel()
    for task in (served, *kept):
        task.cancel()
    await asyncio.gather(served, *kept, return_exceptions=True)
