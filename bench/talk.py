"""Learners who speak over sockets, and what they had to wait for."""

import asyncio
import json
import random
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

SENTENCE_END = re.compile(r"[.!?…](?:\s|$)")
PATIENCE = 120.0


@dataclass
class Waits:
    """Seconds from the say to each sentence, and to the whole reply."""

    first: list[float] = field(default_factory=list)
    sentences: list[list[float]] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    acks: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def turns(self) -> int:
        """Turns answered."""
        return len(self.whole)


async def speak(
    url: str,
    lines: list[str],
    waits: Waits,
    pause: Callable[[], float],
    until: Callable[[], bool],
    greets: bool,
) -> None:
    """One learner: says its lines in a loop, waiting for each reply, until the time is over."""
    try:
        async with connect(
            url, open_timeout=PATIENCE, ping_interval=None, close_timeout=1, compression=None
        ) as socket:
            if greets:
                await socket.send(json.dumps({"type": "hello", "last_seq": 0, "epoch": ""}))
                await _next(socket, "welcome")
            await asyncio.sleep(pause())
            number = 0
            while not until() and number < len(lines):
                if not await _turn(socket, lines[number], waits):
                    return
                number += 1
                await asyncio.sleep(pause())
    except (OSError, WebSocketException, TimeoutError) as error:
        waits.faults.append(type(error).__name__)


async def _turn(socket: ClientConnection, text: str, waits: Waits) -> bool:
    """Whether the interview goes on."""
    say_id, began, seen = f"{random.getrandbits(64):x}", time.perf_counter(), 0
    times: list[float] = []
    await socket.send(json.dumps({"type": "say", "id": say_id, "text": text}))
    while True:
        message = await _next(socket)
        now = time.perf_counter() - began
        if message["type"] == "ack":
            waits.acks.append(now)
        elif message["type"] == "error":
            waits.faults.append(str(message["code"]))
            return False
        elif message["type"] == "client_partial" or message.get("kind") == "client_said":
            text_now = message["text"] if "text" in message else message["data"]["text"]
            ended = len(SENTENCE_END.findall(text_now))
            times += [now] * max(0, ended - seen)
            seen = max(seen, ended)
            if message.get("kind") == "client_said":
                break
        elif message.get("kind") == "interview_ended":
            return False
    waits.whole.append(now)
    waits.sentences.append(times or [now])
    waits.first.append((times or [now])[0])
    return True


async def _next(socket: ClientConnection, kind: str | None = None) -> dict[str, Any]:
    while True:
        message: dict[str, Any] = json.loads(await asyncio.wait_for(socket.recv(), PATIENCE))
        if kind is None or message["type"] == kind:
            return message
