"""A few of the kills of ``python -m bench.kills``: whatever dies, the promises hold."""

import pytest

from tests.durability.kills import measure_kills
from tests.machines import NO_POSTGRES, NO_REDIS, find, has_postgres

RESUME_SECONDS = 15.0
"""Generous: a loaded test machine. The measured figure is in docs/taille.md."""


@pytest.mark.parametrize(("backend", "kills"), [("sqlite", 2), ("postgres", 1), ("cluster", 2)])
async def test_nothing_is_lost_and_nothing_comes_twice(backend: str, kills: int) -> None:
    if backend != "sqlite" and not has_postgres():
        pytest.skip(NO_POSTGRES)
    if backend == "cluster" and find("redis-server") is None:
        pytest.skip(NO_REDIS)
    figures = await measure_kills(backend, kills, interviews=8, frames=60)
    assert figures.broken == []
    assert figures.turns_acked > 0
    assert figures.resume_p99 < RESUME_SECONDS
