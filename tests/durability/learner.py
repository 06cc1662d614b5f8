"""A learner's browser without the page: says kept until acknowledged, hello with what is known, back after a cut.

It notes what it was shown and every broken promise it can see from its side.
"""

import asyncio
import json
import math
import random
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidHandshake, WebSocketException

RETRY_SECONDS = 0.05
OPEN_SECONDS = 30.0


@dataclass
class Learner:
    """Speaks its lines one after the other, each once the client has answered."""

    interview: str
    path: str
    address: Callable[[], str]
    lines: list[str]
    pause: Callable[[], float] = lambda: 0.0
    ends: bool = False
    back_at: Callable[[], float] = lambda: 0.0
    epoch: str = ""
    last: int = 0
    shown: list[dict[str, Any]] = field(default_factory=list)
    acked: dict[str, int] = field(default_factory=dict)
    unacked: dict[str, str] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)
    resumes: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    over: bool = False
    present: bool = False
    spoken: int = 0
    partials: int = 0
    frames: int = 0
    _catching: int | None = None
    _again: bool = False
    _next: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """Until the interview is over; the test cancels those who have more to say."""
        try:
            while not self.over:
                try:
                    await self._visit()
                except (OSError, WebSocketException, InvalidHandshake, TimeoutError):
                    await asyncio.sleep(RETRY_SECONDS * (0.5 + random.random()))
        finally:
            self._hush()

    async def _visit(self) -> None:
        while self.back_at() == math.inf:  # knocking at a closed door would only heat the machine
            await asyncio.sleep(RETRY_SECONDS)
        url = self.address().replace("http", "ws") + self.path
        async with connect(url, open_timeout=OPEN_SECONDS, ping_interval=None, close_timeout=0.2) as socket:
            hello = {"type": "hello", "last_seq": self.last, "epoch": self.epoch}
            await socket.send(json.dumps(hello))
            try:
                async for frame in socket:
                    self.frames += 1
                    await self._hear(json.loads(frame), socket)
                    if self.over:
                        return
            finally:
                self._hush()

    async def _hear(self, message: dict[str, Any], socket: ClientConnection) -> None:
        match message["type"]:
            case "welcome":
                await self._welcome(message, socket)
            case "event":
                self._event(message)
            case "ack":
                self._ack(message)
            case "client_partial":
                self.partials += 1
            case "error":
                await self._error(message, socket)
        if self._catching is not None and self.last >= self._catching:
            if self._again:
                self.resumes.append(time.perf_counter() - self.back_at())
            self._catching = None
            self.present = True
        if self._my_turn() and self._next is None:
            self._next = asyncio.create_task(self._speak(socket))

    async def _welcome(self, message: dict[str, Any], socket: ClientConnection) -> None:
        if self.epoch and self.epoch != message["epoch"]:
            self.broken.append("epoch changed")
        if message["seq"] < self.last:
            self.broken.append(f"the log went back from {self.last} to {message['seq']}")
        self._again = bool(self.epoch) and self.last > 0
        self.epoch = message["epoch"]
        self._catching = message["seq"]
        for say_id, text in self.unacked.items():
            await socket.send(json.dumps({"type": "say", "id": say_id, "text": text}))

    def _event(self, message: dict[str, Any]) -> None:
        if message["seq"] != self.last + 1:
            self.broken.append(f"event {message['seq']} after {self.last}")
        self.last = max(self.last, message["seq"])
        self.shown.append(message)
        if message["kind"] == "advisor_said":
            self._kept(message["data"]["say_id"], message["seq"])
        if message["kind"] == "interview_ended":
            self.over = True

    def _ack(self, message: dict[str, Any]) -> None:
        if self.acked.setdefault(message["id"], message["seq"]) != message["seq"]:
            self.broken.append(f"acked twice at {self.acked[message['id']]} and {message['seq']}")
        self._kept(message["id"], message["seq"])

    def _kept(self, say_id: str, seq: int) -> None:
        self.unacked.pop(say_id, None)

    async def _error(self, message: dict[str, Any], socket: ClientConnection) -> None:
        self.errors.append(message["code"])
        if message["retryable"]:
            await asyncio.sleep(RETRY_SECONDS)
            hello = {"type": "hello", "last_seq": self.last, "epoch": self.epoch}
            await socket.send(json.dumps(hello))
        elif message["code"] == "wrong_moment":
            self.over = True
        else:
            self.broken.append(f"refused: {message['code']} {message['message']}")

    def _my_turn(self) -> bool:
        """Everything said is kept and answered, and there is more to say."""
        if self.unacked or self.over or self._catching is not None or not self.epoch:
            return False
        spoken = [
            event["kind"]
            for event in self.shown
            if event["kind"] in ("advisor_said", "client_said", "move_chosen")
        ]
        return (not spoken or spoken[-1] == "client_said") and self.spoken <= len(self.lines)

    async def _speak(self, socket: ClientConnection) -> None:
        await asyncio.sleep(self.pause())
        try:
            if self.spoken < len(self.lines):
                say_id, text = str(uuid.uuid4()), self.lines[self.spoken]
                self.unacked[say_id] = text
                self.spoken += 1
                await socket.send(json.dumps({"type": "say", "id": say_id, "text": text}))
            elif self.ends:
                await socket.send(json.dumps({"type": "end"}))
        except (OSError, WebSocketException):
            return
        finally:
            self._next = None

    def _hush(self) -> None:
        if self._next is not None:
            self._next.cancel()
            self._next = None
        self._catching = None
        self.present = False
