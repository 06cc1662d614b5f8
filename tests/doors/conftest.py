"""One server for the doors' tests; a client that keeps its cookie."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.server import running


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("doors")
    with running(folder) as found:
        yield found


@pytest.fixture
def ana(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=20) as client:
        client.get("/catalogue")
        yield client


@pytest.fixture
def bob(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=20) as client:
        client.get("/catalogue")
        yield client
