"""``python -m bench.idle``: memory of idle interviews and of live ones, and of a bare relay's sockets beside.

Idle: a page is open and nobody speaks. Live: ten turns were just said, the interview is kept folded in memory.
"""

import argparse
import asyncio
import itertools
import json
import os
import subprocess
import sys
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

from bench.talk import Waits, speak
from tests.durability.crowd import scripts
from tests.durability.process import Worker, open_interviews
from tests.machines import free_port, wait_for_port

WARM = 20
REST_SECONDS = 2.0
TURNS = 10
KIB = 1024


def main() -> None:
    """Read the arguments, measure, print one JSON document."""
    parser = argparse.ArgumentParser(prog="python -m bench.idle", description=__doc__)
    parser.add_argument("--sockets", type=int, default=1000)
    parser.add_argument("--live", type=int, default=100)
    options = parser.parse_args()
    figures = asyncio.run(measure(options.sockets, options.live))
    sys.stdout.write(json.dumps(figures, ensure_ascii=False, indent=1) + "\n")


async def measure(sockets: int, live: int) -> dict[str, Any]:
    """KiB of resident memory for each."""
    with tempfile.TemporaryDirectory(prefix="entretien-idle-") as name:
        worker = Worker(f"sqlite:///{Path(name) / 'entretien.db'}", Path(name))
        worker.start()
        try:
            idle = await idle_kib(worker, await interviews(worker, sockets + WARM))
            alive = await live_kib(worker, live)
        finally:
            worker.kill()
        bare = await relay_kib(Path(name), sockets)
    return {
        "schema": "idle/1",
        "sockets": sockets,
        "kib_per_idle_interview": round(idle, 1),
        "kib_per_relay_socket": round(bare, 1),
        "live": live,
        "kib_per_live_interview_of_ten_turns": round(alive, 1),
    }


async def interviews(worker: Worker, count: int) -> list[str]:
    """Socket addresses of new interviews."""
    names = [name for name, _ in itertools.islice(scripts(), count)]
    opened = await asyncio.to_thread(open_interviews, worker.address, count, names)
    return [worker.address.replace("http", "ws") + path for _, path in opened]


async def idle_kib(worker: Worker, urls: list[str]) -> float:
    """What one more open page costs, once the first ones have warmed everything."""
    async with AsyncExitStack() as stack:
        await _visit(stack, urls[:WARM])
        await asyncio.sleep(REST_SECONDS)
        before = worker.resident()
        await _visit(stack, urls[WARM:])
        await asyncio.sleep(REST_SECONDS)
        return (worker.resident() - before) / KIB / (len(urls) - WARM)


async def _visit(stack: AsyncExitStack, urls: list[str], greets: bool = True) -> None:
    for url in urls:
        socket: ClientConnection = await stack.enter_async_context(connect(url, ping_interval=None))
        if greets:
            await socket.send(json.dumps({"type": "hello", "last_seq": 0, "epoch": ""}))
            while json.loads(await socket.recv())["type"] != "welcome":
                continue


async def live_kib(worker: Worker, count: int) -> float:
    """What one more interview of ten turns costs while it is played."""
    chosen = list(itertools.islice(scripts(), count))
    urls = await interviews(worker, count)
    before = worker.resident()
    waits = Waits()
    for url, (_, lines) in zip(urls, chosen, strict=True):
        await speak(url, lines[:TURNS], waits, lambda: 0.0, lambda: False, greets=True)
    return (worker.resident() - before) / KIB / count


async def relay_kib(folder: Path, count: int) -> float:
    """The same number of sockets on the bare relay."""
    port = free_port()
    env = os.environ | {"RELAY_DATABASE": str(folder / "relay.db"), "RELAY_LLM": "http://127.0.0.1:1/v1"}
    command = [sys.executable, "-m", "uvicorn", "bench.relay:app", "--port", str(port), "--ws", "websockets-sansio",
               "--log-level", "warning"]  # fmt: skip
    running = subprocess.Popen(command, env=env)
    bare = Worker("", folder)
    bare.adopt(running)
    try:
        await asyncio.to_thread(wait_for_port, port)
        async with AsyncExitStack() as stack:
            await _visit(
                stack, [f"ws://127.0.0.1:{port}/ws/w{number}" for number in range(WARM)], greets=False
            )
            before = bare.resident()
            await _visit(
                stack, [f"ws://127.0.0.1:{port}/ws/{number}" for number in range(count)], greets=False
            )
            await asyncio.sleep(REST_SECONDS)
            return (bare.resident() - before) / KIB / count
    finally:
        running.terminate()
        running.wait(20)


if __name__ == "__main__":
    main()
