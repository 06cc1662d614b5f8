"""Shared fixtures: the shipped content, loaded once; a database of one's own."""

from pathlib import Path

import pytest

from server.adapters.content.library import FileLibrary
from server.domain.exchange import Stage

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def library() -> FileLibrary:
    return FileLibrary(ROOT)


@pytest.fixture(scope="session")
def stage(library: FileLibrary) -> Stage:
    """Nadia's interview, with all it is played with."""
    return Stage(library.scenario("AC-01"), library.catalogue, library.lexicon, library.client_defaults)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests last: Playwright's synchronous driver keeps an event loop that asyncio tests cannot share."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
