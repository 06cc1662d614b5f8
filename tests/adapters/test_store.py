"""The event log on real SQLite and real PostgreSQL: all or nothing, in order, never two writers."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from server.adapters.store.database import open_database
from server.adapters.store.sql_store import SqlStore
from server.domain.errors import Conflict, NotFound
from server.domain.events import HintGiven, InterviewEnded, InterviewOpened
from server.usecases.ports import Header
from tests.machines import NO_POSTGRES, has_postgres, postgres

OPENED = InterviewOpened(
    scenario="AC-01", scenario_hash="s", rubric_hash="r", catalogue_date="2026-11-01", mode="training",
    channel="phone", seed=1,
)  # fmt: skip


def header(interview_id: str, owner: str = "ana") -> Header:
    return Header(interview_id, owner, "AC-01", "s", "r", "training", "e", 1.0, ended=False, assessed=False)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    if not has_postgres():
        pytest.skip(NO_POSTGRES)
    with postgres() as url:
        yield url


def empty(engine: Engine) -> None:
    """As it was before anything was made in it."""
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'entretien.db'}"
    else:
        url = request.getfixturevalue("postgres_url")
    engine = open_database(url)
    yield engine
    if request.param == "postgres":
        empty(engine)
    engine.dispose()


def test_events_come_back_in_order(database: Engine) -> None:
    store = SqlStore(database)
    store.create(header("i1"), {"s": "{}", "r": "{}"}, [(1.0, OPENED)])
    store.append("i1", 1, 2.0, [HintGiven(turn=1, text="a"), HintGiven(turn=1, text="é « œ » 🙂")])
    events = store.read("i1")
    assert [event.seq for event in events] == [1, 2, 3]
    assert events[0].event == OPENED
    assert events[2].event == HintGiven(turn=1, text="é « œ » 🙂")
    assert [event.seq for event in store.read("i1", 2)] == [3]


def test_a_late_writer_adds_nothing(database: Engine) -> None:
    store = SqlStore(database)
    store.create(header("i1"), {"s": "{}", "r": "{}"}, [(1.0, OPENED)])
    store.append("i1", 1, 2.0, [HintGiven(turn=1, text="a")])
    with pytest.raises(Conflict):
        store.append("i1", 1, 2.0, [HintGiven(turn=1, text="b"), HintGiven(turn=1, text="c")])
    assert len(store.read("i1")) == 2


def test_many_writers_one_wins_each_place(database: Engine) -> None:
    store = SqlStore(database)
    store.create(header("i1"), {"s": "{}", "r": "{}"}, [(1.0, OPENED)])
    won: list[int] = []

    def write(number: int) -> None:
        for _ in range(5):
            last = len(store.read("i1"))
            try:
                store.append("i1", last, 2.0, [HintGiven(turn=number + 1, text=str(number))])
                won.append(number)
            except Conflict:
                continue

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [event.seq for event in store.read("i1")] == list(range(1, len(won) + 2))


def test_headers_follow_their_owner_and_their_ends(database: Engine) -> None:
    store = SqlStore(database)
    store.create(header("i1"), {"s": "{}", "r": "{}"}, [(1.0, OPENED)])
    store.create(header("i2", "bob"), {"s": "{}"}, [(1.0, OPENED)])
    assert [item.id for item in store.headers("ana")] == ["i1"]
    assert store.tips(["i1", "i2", "i9"]) == {"i1": 1, "i2": 1}
    store.append("i1", 1, 2.0, [InterviewEnded(by="advisor", outcome="x")])
    assert store.header("i1").ended
    with pytest.raises(NotFound):
        store.header("i9")
    assert store.frozen("r") == "{}"
    with pytest.raises(NotFound):
        store.frozen("other")


def test_settings_are_kept_and_removed(database: Engine) -> None:
    store = SqlStore(database)
    assert store.setting("x") is None
    store.keep_setting("x", "1")
    store.keep_setting("x", "2")
    assert store.setting("x") == "2"
    store.keep_setting("x", None)
    assert store.setting("x") is None
