"""A branch from any turn of any client: the client's exact state, the origin as it was, and the talk goes on."""

from collections.abc import Callable
from pathlib import Path

import pytest

from server.domain.events import AdvisorSaid, InterviewOpened
from server.domain.interview import fold
from server.usecases.content import scenario_of
from server.usecases.open_interview import branch, open_interview
from tests.usecases.conftest import Bench

SCRIPTS = Path(__file__).parent.parent.parent / "transcripts" / "scripts"
CLIENTS = sorted({path.name.split(".")[0] for path in SCRIPTS.glob("*.strong.txt")})


def lines(client: str) -> list[str]:
    text = (SCRIPTS / f"{client}.strong.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line]


async def played(bench: Bench, client: str) -> str:
    header = open_interview(bench.engine, "ana", client, "training")
    await bench.desk.catch_up(header.id)
    for place, line in enumerate(lines(client)):
        if bench.engine.store.header(header.id).ended:
            break
        await bench.say(header.id, f"say-{place}", line)
    return header.id


def test_ten_clients_are_tried() -> None:
    assert len(CLIENTS) == 10


@pytest.mark.parametrize("client", CLIENTS)
async def test_every_turn_of_every_client_can_be_replayed(
    new_bench: Callable[..., Bench], client: str
) -> None:
    bench = new_bench()
    origin = await played(bench, client)
    store = bench.engine.store
    before = store.read(origin)
    scenario = scenario_of(bench.engine, store.header(origin))
    said = [(place, item.event) for place, item in enumerate(before) if isinstance(item.event, AdvisorSaid)]
    assert len(said) > 3
    for place, event in said:
        there = fold(before[:place], scenario)
        header = branch(bench.engine, "ana", origin, event.turn)
        log = store.read(header.id)
        here = fold(log, scenario)
        assert here.client == there.client
        assert here.turns == there.turns
        assert here.moves == there.moves
        assert here.owed is None
        opened = log[0].event
        assert isinstance(opened, InterviewOpened)
        assert (opened.branched_from, opened.branched_turn) == (origin, event.turn)
        await bench.say(header.id, "again", event.text)
        after = fold(store.read(header.id), scenario)
        assert after.turns[: event.turn] == (*there.turns, after.turns[event.turn - 1])
        assert [turn.speaker for turn in after.turns[event.turn - 1 :]] == ["advisor", "client"]
    await bench.desk.settle()
    assert store.read(origin)[: len(before)] == before


async def test_the_same_words_from_the_same_turn_are_answered_alike(new_bench: Callable[..., Bench]) -> None:
    bench = new_bench()
    origin = await played(bench, "AC-01")
    scenario = scenario_of(bench.engine, bench.engine.store.header(origin))
    whole = fold(bench.engine.store.read(origin), scenario)
    header = branch(bench.engine, "ana", origin, 5)
    for place, turn in enumerate(turn for turn in whole.turns if turn.speaker == "advisor" and turn.n >= 5):
        await bench.say(header.id, f"again-{place}", turn.text)
    again = fold(bench.engine.store.read(header.id), scenario)
    assert [turn.text for turn in again.turns] == [turn.text for turn in whole.turns]
    assert again.client == whole.client
