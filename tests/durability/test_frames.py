"""Ten thousand hostile frames: typed errors, no crash, no task left behind, and the interview goes on."""

import asyncio
import json
import random
from pathlib import Path

import uvicorn
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.doors.test_socket import GREETING, hello, say
from tests.durability.process import open_interviews
from tests.server import serving

FRAMES = 10_000
SOCKETS = 4
KINDS = ["hello", "say", "end?", "ping", "", "client_said", "event", "__class__", None, 3, ["say"], {"a": 1}]
VALUES: list[object] = [
    None,
    True,
    -1,
    10**30,
    1.5,
    float("nan"),
    "",
    "x" * 9_000,
    "\ud800",
    "\x00",
    "é" * 50,
    [],
    {},
    [[[]]],
]


def hostile(chance: random.Random) -> str | bytes:
    """Everything but a turn: the interview must be as new afterwards."""
    match chance.randrange(6):
        case 0:
            return chance.randbytes(chance.randrange(1, 200))
        case 1:
            return "".join(chr(chance.randrange(1, 0x2FF)) for _ in range(chance.randrange(200)))
        case 2:
            return "[" * chance.randrange(1, 20_000)
        case 3:
            return json.dumps(
                {"type": "say", "id": chance.choice(VALUES), "text": chance.choice(["", "\x07", None, 4])}
            )
        case 4:
            return json.dumps(
                {"type": "hello", "last_seq": chance.choice(VALUES), "epoch": chance.choice(VALUES)}
            )
        case _:
            return json.dumps({"type": chance.choice(KINDS), "id": chance.choice(VALUES), "text": ""})


async def attack(url: str, seed: int, count: int) -> int:
    """Send ``count`` of them, reading now and then, coming back when cut."""
    chance, sent = random.Random(seed), 0
    while sent < count:
        async with connect(url, max_size=None, close_timeout=0.5) as socket:
            await hello(socket)
            try:
                while sent < count:
                    await socket.send(hostile(chance))
                    sent += 1
                    if chance.random() < 0.3:
                        await drain(socket)
            except ConnectionClosed:
                continue
    return sent


async def drain(socket: ClientConnection) -> None:
    try:
        while True:
            await asyncio.wait_for(socket.recv(), 0.001)
    except TimeoutError:
        return


def tasks_of(server: uvicorn.Server) -> int:
    loop = server.servers[0].get_loop()
    return asyncio.run_coroutine_threadsafe(_count(), loop).result(10)


async def _count() -> int:
    return len(asyncio.all_tasks())


async def test_ten_thousand_hostile_frames(tmp_path: Path) -> None:
    with serving(tmp_path) as (address, server):
        [(_, path)] = await asyncio.to_thread(open_interviews, address, 1, ["AC-01"])
        url = address.replace("http", "ws") + path
        before = tasks_of(server)
        sent = await asyncio.gather(*(attack(url, seed, FRAMES // SOCKETS) for seed in range(SOCKETS)))
        assert sum(sent) == FRAMES
        async with connect(url) as socket:
            welcome = await hello(socket)
            assert welcome["state"] == "open"
            answer = await say(socket, GREETING)
            assert answer["data"]["turn"] == 2
        for _ in range(100):
            if tasks_of(server) <= before:
                break
            await asyncio.sleep(0.05)
        assert tasks_of(server) <= before


async def test_many_turns_at_once_are_taken_in_order(tmp_path: Path) -> None:
    with serving(tmp_path) as (address, _):
        [(_, path)] = await asyncio.to_thread(open_interviews, address, 1, ["REC-01"])
        async with connect(address.replace("http", "ws") + path) as socket:
            await hello(socket)
            for number in range(8):
                frame = {"type": "say", "id": f"u{number}", "text": f"Je vous écoute, point {number}."}
                await socket.send(json.dumps(frame))
            kept: list[str] = []
            while len(kept) < 4:
                message = json.loads(await asyncio.wait_for(socket.recv(), 20))
                if message["type"] == "ack":
                    kept.append(message["id"])
        assert kept == [f"u{number}" for number in range(4)]
