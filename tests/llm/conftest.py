"""A voice on a fake endpoint, with deadlines short enough to be waited for."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from server.adapters.content.library import FileLibrary
from server.adapters.llm.config import EndpointConfig, Limits
from server.adapters.llm.endpoint import Endpoint
from server.adapters.llm.guard_loader import load_guard
from server.adapters.llm.prompts import PromptBook, VoicePrompts
from server.adapters.llm.voice import LlmVoice
from server.domain.exchange import Stage
from server.domain.voice.lexicon import GuardLexicon
from tests.llm.fake import FakeEndpoint, Model, fake

WAITING = ("silent", "stall", "drip")  # faults that only a deadline ends
PATIENT = Limits(first_token=20, idle=20, total=40, patience=0.1, failures=3, pause=0.3, longest_pause=1.0)
SHORT = Limits(first_token=0.5, idle=0.4, total=1.2, patience=0.1, failures=3, pause=0.3, longest_pause=1.0)


@dataclass
class Bench:
    """A fake endpoint and what talks to it."""

    fake: FakeEndpoint
    endpoint: Endpoint
    voice: LlmVoice


@asynccontextmanager
async def bench(
    root: Path,
    library: FileLibrary,
    model: Model,
    mode: str = "ok",
    limits: Limits | None = None,
    **more: Any,
) -> AsyncIterator[Bench]:
    """A voice ready to speak."""
    limits = limits or (SHORT if mode in WAITING else PATIENT)
    async with fake(model, mode, **more) as server:
        endpoint = Endpoint(EndpointConfig(server.base_url, "essai", "k", limits), httpx.AsyncClient())
        prompts = VoicePrompts(PromptBook(root / "prompts" / "voice"))
        voice = LlmVoice(endpoint, prompts, load_guard(root), library)
        try:
            yield Bench(server, endpoint, voice)
        finally:
            await voice.close()


@pytest.fixture
def on_fake(root: Path, library: FileLibrary) -> Callable[..., Any]:
    """``async with on_fake(model, mode) as bench``."""

    def make(model: Model, mode: str = "ok", limits: Limits | None = None, **more: Any) -> Any:
        return bench(root, library, model, mode, limits, **more)

    return make


@pytest.fixture(scope="session")
def guard_words(root: Path) -> GuardLexicon:
    return load_guard(root)


@pytest.fixture(scope="session")
def stages(library: FileLibrary) -> dict[str, Stage]:
    return {
        s.id: Stage(s, library.catalogue, library.lexicon, library.client_defaults)
        for s in library.scenarios()
    }
