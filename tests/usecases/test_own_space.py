"""One's own space: what is exported is what is kept, and what is erased is gone."""

import json
from collections.abc import Callable

import pytest

from server.domain.errors import NotFound
from server.usecases.open_interview import branch, open_interview
from server.usecases.own_space import erase_all, export_all, export_interview
from tests.usecases.conftest import Bench

LINE = "Bonjour Madame, vous avez un moment ?"


async def opened(bench: Bench, owner: str) -> str:
    header = open_interview(bench.engine, owner, "AC-01", "training")
    await bench.say(header.id, "one", LINE)
    return header.id


async def test_an_export_holds_every_word(new_bench: Callable[..., Bench]) -> None:
    bench = new_bench()
    first = await opened(bench, "ana")
    second = branch(bench.engine, "ana", first, 1)
    await bench.desk.end(first)
    await bench.desk.settle()
    document = export_all(bench.engine, "ana")
    assert document["schema"] == "espace/1"
    assert [item["id"] for item in document["interviews"]] == [first, second.id]
    one = document["interviews"][0]
    assert one["transcript"]["schema"] == "transcript/1"
    assert one["transcript"]["turns"][0]["text"] == LINE
    assert one["assessment"]["schema"] == "assessment/1"
    assert document["interviews"][1]["branched_turn"] == 1
    json.dumps(document)


async def test_nothing_of_someone_else_is_exported(new_bench: Callable[..., Bench]) -> None:
    bench = new_bench()
    first = await opened(bench, "ana")
    with pytest.raises(NotFound):
        export_interview(bench.engine, "bob", first)
    assert export_all(bench.engine, "bob")["interviews"] == []


async def test_erased_is_gone_from_the_tables_and_others_stay(new_bench: Callable[..., Bench]) -> None:
    bench = new_bench()
    mine, theirs = await opened(bench, "ana"), await opened(bench, "bob")
    kept = bench.engine.store.read(theirs)
    assert erase_all(bench.engine, "ana") == [mine]
    assert bench.engine.store.headers("ana") == []
    assert bench.engine.store.read(mine) == []
    with pytest.raises(NotFound):
        bench.engine.store.header(mine)
    assert bench.engine.store.read(theirs) == kept
    assert erase_all(bench.engine, "ana") == []


async def test_what_is_erased_does_not_come_back_with_a_late_word(new_bench: Callable[..., Bench]) -> None:
    bench = new_bench()
    mine = await opened(bench, "ana")
    erase_all(bench.engine, "ana")
    with pytest.raises(NotFound):
        await bench.say(mine, "two", "Vous êtes là ?")
    assert bench.engine.store.read(mine) == []
