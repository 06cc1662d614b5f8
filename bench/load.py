"""``python -m bench.load``: N learners on sockets against the product, a bare relay beside it, in one run.

``--llm`` sends both to the fake endpoint (60 tokens, one each 20 ms); what is reported is what is added to the
same call made directly. Without it the product speaks with its embedded voice, at once, and the relay is left out.
"""

import argparse
import asyncio
import itertools
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import httpx

from bench.endpoint import SENTENCES
from bench.talk import Waits, speak
from tests.durability.crowd import scripts
from tests.durability.process import Worker, open_interviews
from tests.machines import free_port, wait_for_port

DIRECT_CALLS = 20
CORES = len(os.sched_getaffinity(0))


def main() -> None:
    """Read the arguments, measure, print one JSON document."""
    parser = argparse.ArgumentParser(prog="python -m bench.load", description=__doc__)
    parser.add_argument("--learners", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument(
        "--pause", type=float, default=6.0, help="secondes de réflexion d'un apprenant, en moyenne"
    )
    parser.add_argument("--llm", action="store_true", help="par le faux modèle, à cadence fixe")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    random.seed(options.seed)
    figures = asyncio.run(measure(options.learners, options.seconds, options.pause, options.llm))
    sys.stdout.write(json.dumps(figures, ensure_ascii=False, indent=1) + "\n")


async def measure(learners: int, seconds: float, pause: float, llm: bool) -> dict[str, Any]:
    """The product, then the relay, against the same direct calls."""
    with tempfile.TemporaryDirectory(prefix="entretien-load-") as name, ExitStack() as stack:
        folder = Path(name)
        endpoint = stack.enter_context(process("bench.endpoint")) if llm else None
        direct = await direct_calls(endpoint) if endpoint else [0.0] * SENTENCES
        figures: dict[str, Any] = {
            "schema": "load/1", "learners": learners, "seconds": seconds, "pause": pause, "cores": CORES,
            "voice": "llm" if llm else "embedded", "direct_sentences_ms": [round(1000 * value, 1) for value in direct],
        }  # fmt: skip
        figures["product"] = await product(folder, learners, seconds, pause, endpoint, direct)
        if endpoint:
            figures["relay"] = await relay(folder, learners, seconds, pause, endpoint, direct)
        return figures


@contextmanager
def process(module: str, *arguments: str, env: dict[str, str] | None = None) -> Iterator[str]:
    """A program on a free port of its own; gives its address. It stops with the block."""
    port = free_port()
    command = [sys.executable, "-m", module, *arguments, "--port", str(port)]
    running = subprocess.Popen(command, env=os.environ | (env or {}), stderr=subprocess.DEVNULL)
    try:
        wait_for_port(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        running.terminate()
        running.wait(20)


async def direct_calls(endpoint: str) -> list[float]:
    """Seconds to the end of each sentence when nothing stands between: the median of a few calls, one at a time."""
    calls: list[list[float]] = []
    async with httpx.AsyncClient(timeout=60) as client:
        for _ in range(DIRECT_CALLS):
            began, times = time.perf_counter(), []
            body = {"model": "bench", "stream": True, "messages": []}
            async with client.stream("POST", f"{endpoint}/v1/chat/completions", json=body) as answer:
                async for line in answer.aiter_lines():
                    if line.startswith("data: {") and (
                        json.loads(line[6:])["choices"][0]["delta"].get("content") or ""
                    ).endswith("."):
                        times.append(time.perf_counter() - began)
            calls.append(times)
    return [median(column) for column in zip(*calls, strict=True)]


async def product(
    folder: Path, learners: int, seconds: float, pause: float, endpoint: str | None, direct: list[float]
) -> dict[str, Any]:
    """Interviews opened over HTTP, then everyone speaks."""
    worker = Worker(f"sqlite:///{folder / 'entretien.db'}", folder)
    worker.environment |= {"ENTRETIEN_LLM_PARALLEL": str(learners), "ENTRETIEN_LLM_MAX_CALLS": "100000"}
    if endpoint:
        worker.environment |= {"ENTRETIEN_LLM_BASE_URL": f"{endpoint}/v1", "ENTRETIEN_LLM_MODEL": "bench"}
    worker.start()
    try:
        chosen = list(itertools.islice(scripts(), learners))
        opened = await asyncio.to_thread(
            open_interviews, worker.address, learners, [name for name, _ in chosen]
        )
        urls = [worker.address.replace("http", "ws") + path for _, path in opened]
        return await crowd(urls, [lines for _, lines in chosen], seconds, pause, direct, worker, greets=True)
    finally:
        worker.kill()


async def relay(
    folder: Path, learners: int, seconds: float, pause: float, endpoint: str, direct: list[float]
) -> dict[str, Any]:
    """The same crowd against the bare relay."""
    port = free_port()
    env = os.environ | {"RELAY_DATABASE": str(folder / "relay.db"), "RELAY_LLM": f"{endpoint}/v1"}
    command = [sys.executable, "-m", "uvicorn", "bench.relay:app", "--port", str(port), "--ws", "websockets-sansio",
               "--log-level", "warning"]  # fmt: skip
    running = subprocess.Popen(command, env=env)
    try:
        await asyncio.to_thread(wait_for_port, port)
        chosen = list(itertools.islice(scripts(), learners))
        urls = [f"ws://127.0.0.1:{port}/ws/{number}" for number in range(learners)]
        bare = Worker("", folder)
        bare.adopt(running)
        return await crowd(urls, [lines for _, lines in chosen], seconds, pause, direct, bare, greets=False)
    finally:
        running.terminate()
        running.wait(20)


async def crowd(
    urls: list[str], lines: list[list[str]], seconds: float, pause: float, direct: list[float], worker: Worker,
    greets: bool,
) -> dict[str, Any]:  # fmt: skip
    """Everyone speaks for a while; what each turn waited, and what the server spent."""
    waits = Waits()
    over = time.perf_counter() + seconds
    spent, began = worker.processor(), time.perf_counter()
    talks = [
        speak(
            url,
            said * 20,
            waits,
            lambda: random.expovariate(1 / pause),
            lambda: time.perf_counter() > over,
            greets,
        )
        for url, said in zip(urls, lines, strict=True)
    ]
    await asyncio.gather(*talks)
    spent, took = worker.processor() - spent, time.perf_counter() - began
    added = [sentence - direct[min(place, len(direct) - 1)]
             for times in waits.sentences for place, sentence in enumerate(times) if place]  # fmt: skip
    return {
        "turns": waits.turns,
        "turns_per_second": round(waits.turns / took, 1),
        "ack": told(waits.acks),
        "added_to_first_sentence": told([value - direct[0] for value in waits.first]),
        "added_per_later_sentence": told(added),
        "cpu_seconds_per_1000_turns": round(1000 * spent / max(1, waits.turns), 2),
        "cpu_share": round(spent / took, 2),
        "resident_mb": round(worker.resident() / 1e6, 1),
        "faults": waits.faults,
    }


def told(values: list[float]) -> dict[str, float]:
    """Milliseconds: median and 99th centile."""
    if len(values) < 2:
        return {}
    return {
        "median_ms": round(1000 * median(values), 1),
        "p99_ms": round(1000 * quantiles(values, n=100)[-1], 1),
    }


if __name__ == "__main__":
    main()
