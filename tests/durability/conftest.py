"""Databases of one's own, skipped aloud where the machine has none."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.machines import NO_POSTGRES, NO_REDIS, Redis, find, has_postgres, postgres, redis


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    if not has_postgres():
        pytest.skip(NO_POSTGRES)
    with postgres() as url:
        yield url


@pytest.fixture
def cache() -> Iterator[Redis]:
    if find("redis-server") is None:
        pytest.skip(NO_REDIS)
    with redis() as server:
        yield server


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'entretien.db'}"
