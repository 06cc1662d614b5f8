"""The only place that chooses: which store, which voice, which content. Adapters and doors meet here alone."""

import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from server.adapters.bus import MemoryBus
from server.adapters.content.checker import check
from server.adapters.content.gold import load_gold
from server.adapters.content.library import FileLibrary
from server.adapters.content.validation import parse
from server.adapters.content.yaml_source import read_yaml
from server.adapters.store.sql_store import SqlStore, open_database
from server.adapters.voices.embedded import EmbeddedVoice
from server.domain.agreement.gold import Gold
from server.domain.agreement.words import AgreementWords
from server.domain.problems import Problem
from server.settings import Settings, read_settings
from server.usecases.administer import first_token
from server.usecases.ports import Engine, LiveBus
from server.usecases.take_turn import Desk

if TYPE_CHECKING:
    from fastapi import FastAPI

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


def build_house(settings: Settings) -> House:
    """Store, voice, bus and desk."""
    if settings.database_url.startswith("sqlite:///"):
        Path(settings.database_url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    library = build_library(settings)
    bus = MemoryBus()
    engine = Engine(
        library=library,
        store=SqlStore(open_database(settings.database_url)),
        voice=EmbeddedVoice(library.client_defaults, settings.pace),
        bus=bus,
        clock=time.time,
        new_id=lambda: secrets.token_urlsafe(12),
        new_seed=lambda: secrets.randbits(SEED_BITS),
    )
    return House(engine, Desk(engine), bus)


def signing_secret(settings: Settings, engine: Engine) -> str:
    """The secret that signs cookies: from the environment, else made once and kept in the database."""
    if settings.secret:
        return settings.secret
    kept = engine.store.setting(SIGNING_SETTING)
    if kept is None:
        kept = secrets.token_urlsafe(32)
        engine.store.keep_setting(SIGNING_SETTING, kept)
    return kept


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
    services = Services(engine=house.engine, desk=house.desk, bus=house.bus, identity=identity)
    return create_app(services, settings.root / "web", design=settings.design)
