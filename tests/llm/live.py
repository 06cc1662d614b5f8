"""The adapter against a server that nobody here wrote: ``python -m tests.llm.live http://127.0.0.1:8811/v1 MODEL``."""

import argparse
import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from pathlib import Path
from typing import Literal

import httpx

from server.adapters.content.library import FileLibrary
from server.adapters.llm.config import EndpointConfig, Limits
from server.adapters.llm.endpoint import Endpoint
from server.adapters.llm.guard_loader import load_guard
from server.adapters.llm.meter import Meter
from server.adapters.llm.prompts import PromptBook, VoicePrompts
from server.adapters.llm.voice import LlmVoice
from server.domain.exchange import Stage
from server.domain.llm.faults import ModelFault
from server.domain.llm.prompt import Ask, Message
from server.domain.model import Model
from server.usecases import aloud

ROOT = Path(__file__).resolve().parents[2]
LIMITS = Limits(first_token=30, idle=20, total=60)


class Verdict(Model):
    """Bounded, so that even random weights can fill it."""

    shown: bool
    level: Literal[0, 1, 2, 3]
    act: Literal["Q-OUVERTE", "RELANCE"]


def ask(text: str, most: int = 60) -> Ask:
    return Ask((Message("system", "Tu es un client."), Message("user", text)), most, 0.7, 1)


async def streaming(endpoint: Endpoint) -> str:
    """Text as it comes, whole or a typed reason, with the server's own figures."""
    for attempt in range(8):
        meter, pieces = Meter(LIMITS), 0
        try:
            async with aclosing(
                endpoint.stream(Ask(ask("bonjour", 400).messages, 400, 2.0, attempt), meter)
            ) as stream:
                async for _ in stream:
                    pieces += 1
        except ModelFault as fault:
            print("  ", attempt, fault.code, meter.usage)
            continue
        return f"{pieces} pieces, {meter.usage}"
    return "never ended by itself (random weights)"


async def structure(endpoint: Endpoint) -> str:
    """A JSON schema is held."""
    meter = Meter(LIMITS)
    found = await endpoint.structured(ask("bonjour", 200), Verdict, meter)
    return f"{found!r}, {meter.usage}"


async def cached(endpoint: Endpoint) -> str:
    """The second prompt begins like the first: the server says how much it had."""
    figures = []
    for tail in ("un", "deux"):
        meter = Meter(LIMITS)
        await endpoint.structured(ask("la banque " * 150 + tail, 200), Verdict, meter)
        figures.append((meter.usage.prompt_tokens, meter.usage.cached_tokens))
    return str(figures)


async def overflow(endpoint: Endpoint) -> str:
    """A prompt beyond the window is told as such."""
    try:
        await endpoint.structured(ask("x " * 12_000), Verdict, Meter(LIMITS))
    except ModelFault as fault:
        return fault.code
    return "taken"


async def streamed_overflow(endpoint: Endpoint) -> str:
    """The same, streamed."""
    try:
        async with aclosing(endpoint.stream(ask("x " * 12_000), Meter(LIMITS))) as stream:
            async for _ in stream:
                pass
    except ModelFault as fault:
        return fault.code
    return "taken"


async def cancellation(endpoint: Endpoint) -> str:
    """Leaving after a word frees the server: the next answer does not wait for the first."""
    async with aclosing(endpoint.stream(ask("bonjour", 4000), Meter(LIMITS))) as stream:
        async for _ in stream:
            break
    began = time.monotonic()
    await endpoint.structured(ask("bonjour", 200), Verdict, Meter(LIMITS))
    return f"next answer after {time.monotonic() - began:.2f} s"


async def interview(endpoint: Endpoint) -> str:
    """Whatever this model says, the client's part is whole."""
    library = FileLibrary(ROOT)
    scenario = library.scenario("AC-01")
    stage = Stage(scenario, library.catalogue, library.lexicon, library.client_defaults)
    voice = LlmVoice(
        endpoint, VoicePrompts(PromptBook(ROOT / "prompts" / "voice")), load_guard(ROOT), library
    )
    lines = (ROOT / "transcripts" / "scripts" / "AC-01.strong.txt").read_text(encoding="utf-8").splitlines()
    spoken = await aloud.play_lines(stage, [line for line in lines if line.strip()], 1, voice)
    said = [f"{one.voice}/{one.fault}/{','.join(one.caught)}" for one in spoken.utterances]
    return f"{len(said)} turns, ended {spoken.play.ended}: {said} {spoken.usage}"


CHECKS: tuple[Callable[[Endpoint], Awaitable[str]], ...] = (
    streaming, structure, cached, overflow, streamed_overflow, cancellation, interview,
)  # fmt: skip


async def run(base_url: str, model: str, key: str) -> None:
    endpoint = Endpoint(EndpointConfig(base_url, model, key, LIMITS), httpx.AsyncClient())
    for check in CHECKS:
        began = time.monotonic()
        try:
            found = await check(endpoint)
        except ModelFault as fault:
            found = f"FAULT {fault.code}"
        print(f"{check.__name__} ({time.monotonic() - began:.2f} s): {found}", flush=True)
    await endpoint.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base_url")
    parser.add_argument("model")
    parser.add_argument("--key", default="")
    options = parser.parse_args()
    asyncio.run(run(options.base_url, options.model, options.key))


if __name__ == "__main__":
    main()
