"""The only place that chooses: which store, which voice, which content. Adapters and doors meet here alone."""

import secrets
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from server.adapters.bus import MemoryBus
from server.adapters.content.checker import check
from server.adapters.content.gold import load_gold
from server.adapters.content.library import FileLibrary
from server.adapters.content.validation import parse
from server.adapters.content.yaml_source import read_yaml
from server.adapters.store.database import open_database
from server.adapters.store.sql_store import SqlStore
from server.adapters.voices.embedded import EmbeddedVoice
from server.domain.agreement.gold import Gold
from server.domain.agreement.words import AgreementWords
from server.domain.errors import BadInput, Unavailable
from server.domain.problems import Problem
from server.settings import Settings, read_settings
from server.usecases.administer import first_token
from server.usecases.ports import Engine, Lease, LiveBus, Voice
from server.usecases.take_turn import Desk

if TYPE_CHECKING:
    from fastapi import FastAPI

    from server.adapters.llm.endpoint import Endpoint

SIGNING_SETTING = "signing"
SEED_BITS = 31


@dataclass(frozen=True, slots=True)
class House:
    """Everything wired for one process."""

    engine: Engine
    desk: Desk
    bus: LiveBus


def check_content(settings: Settings, paths: Sequence[Path]) -> tuple[list[str], list[Problem]]:
    """Lint files (default: all shipped): the files read and every problem found."""
    return check(settings.root, paths)


def build_library(settings: Settings) -> FileLibrary:
    """The content on disk."""
    return FileLibrary(settings.root)


def read_gold(folder: Path) -> Gold:
    """An annotated corpus. Raises BadInput naming the file that is missing or wrong."""
    return load_gold(folder)


def agreement_words(settings: Settings) -> AgreementWords:
    """The French of the agreement report."""
    return parse(read_yaml(settings.root / "lexicons" / "agreement.yaml"), AgreementWords)


def build_endpoint(settings: Settings, model: str | None) -> "Endpoint | None":
    """The language model's endpoint, or None when the environment names none. Raises BadInput."""
    if not settings.llm_base_url or not model:
        return None
    # The OpenAI package is slow to load: only those who use it wait for it.
    import httpx

    from server.adapters.llm.config import EndpointConfig, Limits
    from server.adapters.llm.endpoint import Endpoint

    limits = Limits(**asdict(settings.llm_limits))
    config = EndpointConfig(settings.llm_base_url, model, settings.llm_api_key or "", limits)
    try:
        if httpx.URL(config.base_url).scheme in ("http", "https"):
            return Endpoint(config, httpx.AsyncClient())
    except (httpx.InvalidURL, ValueError):
        pass
    raise BadInput("ENTRETIEN_LLM_BASE_URL n'est pas une adresse http:// ou https://. Corrigez-la.")


def build_voice(settings: Settings, library: FileLibrary, wanted: str = "") -> Voice:
    """The voice of the environment, or the one that is asked for. Raises Unavailable or BadInput."""
    if wanted not in ("", "embedded", "llm"):
        raise BadInput(f"« {wanted} » n'est pas une voix. Choisissez embedded ou llm.")
    endpoint = None if wanted == "embedded" else build_endpoint(settings, settings.llm_model)
    if endpoint is not None:
        from server.adapters.llm.guard_loader import load_guard
        from server.adapters.llm.prompts import PromptBook, VoicePrompts
        from server.adapters.llm.voice import LlmVoice

        prompts = VoicePrompts(PromptBook(settings.root / "prompts" / "voice"))
        return LlmVoice(endpoint, prompts, load_guard(settings.root), library)
    if wanted == "llm":
        raise Unavailable(
            "Aucun modèle de langage n'est réglé. Donnez ENTRETIEN_LLM_BASE_URL et ENTRETIEN_LLM_MODEL."
        )
    return EmbeddedVoice(library.client_defaults, settings.pace)


def build_house(settings: Settings) -> House:
    """Store, voice, bus and desk."""
    if settings.database_url.startswith("sqlite:///"):
        Path(settings.database_url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    library = build_library(settings)
    store = SqlStore(open_database(settings.database_url))
    bus, lease = _between_processes(settings, store)
    engine = Engine(
        library=library,
        store=store,
        voice=build_voice(settings, library),
        bus=bus,
        clock=time.time,
        new_id=lambda: secrets.token_urlsafe(12),
        new_seed=lambda: secrets.randbits(SEED_BITS),
    )
    return House(engine, Desk(engine, lease), bus)


def _between_processes(settings: Settings, store: SqlStore) -> tuple[LiveBus, Lease | None]:
    """One process hears itself; several hear each other through Redis."""
    if settings.redis_url is None:
        return MemoryBus(), None
    # Only an installation of several processes should wait for the Redis client to load.
    from server.adapters.redis_link import RedisBus, RedisLease

    return RedisBus(settings.redis_url, store.tips), RedisLease(settings.redis_url)


def signing_secret(settings: Settings, engine: Engine) -> str:
    """The secret that signs cookies: from the environment, else made once and kept in the database."""
    if settings.secret:
        return settings.secret
    return engine.store.first_setting(SIGNING_SETTING, secrets.token_urlsafe(32))


def admin_link(engine: Engine) -> str | None:
    """The path of the one-time administrator link; None once it has been shown."""
    token = first_token(engine.store, secrets.token_urlsafe(24))
    return f"/administration/{token}" if token else None


def build_app(settings: Settings | None = None, house: House | None = None) -> "FastAPI":
    """The web application, whole."""
    # The commands that never serve should not wait for the web framework to load.
    from server.entrypoints.web.app import create_app
    from server.entrypoints.web.identity import Identity
    from server.entrypoints.web.services import Services

    settings = settings or read_settings()
    house = house or build_house(settings)
    identity = Identity(signing_secret(settings, house.engine))
    services = Services(
        engine=house.engine,
        desk=house.desk,
        bus=house.bus,
        identity=identity,
        release=house.engine.voice.close,
    )
    return create_app(services, settings.root / "web", design=settings.design)
