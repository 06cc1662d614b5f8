"""The event log on real SQLite and real PostgreSQL: all or nothing, in order, never two writers."""

import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from server.adapters.store.database import open_database
from server.adapters.store.sql_store import SqlStore
from server.domain.client.move import Move
from server.domain.client.state import ClientState
from server.domain.errors import Conflict, NotFound
from server.domain.events import (
    AssessmentFailed,
    AssessmentReady,
    ClientSaid,
    HintGiven,
    InterviewEnded,
    InterviewOpened,
    MoveChosen,
    RecordFilled,
)
from server.usecases.ports import Header

OPENED = InterviewOpened(
    scenario="AC-01", scenario_hash="s", rubric_hash="r", catalogue_date="2026-11-01", mode="training",
    channel="phone", seed=1,
)  # fmt: skip


def header(interview_id: str, owner: str = "ana") -> Header:
    return Header(interview_id, owner, "AC-01", "s", "r", "training", "e", 1.0, ended=False, assessed=False)


@pytest.fixture
def database(database_url: str) -> Iterator[Engine]:
    engine = open_database(database_url)
    yield engine
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


def test_what_is_owed_is_known_without_reading_the_log(database: Engine) -> None:
    store = SqlStore(database)
    move = MoveChosen(
        turn=1, move=Move(turn=1, kind="reveal", parts=(), trust=50, after=ClientState(trust=50))
    )
    said = ClientSaid(turn=1, text="Bonjour.")
    ended = InterviewEnded(by="advisor", outcome="x")
    store.create(header("i1"), {}, [(1.0, OPENED), (1.0, move)])
    assert store.owing() == ["i1"]
    for seq, (event, owing) in enumerate(
        [
            (said, False),
            (move, True),
            (said, False),
            (RecordFilled(fields={"a": "b"}), False),
            (ended, True),
            (AssessmentFailed(message="x"), False),
            (RecordFilled(fields={"a": "c"}), True),
            (AssessmentReady(assessment={}), False),
        ],
        start=2,
    ):
        store.append("i1", seq, 2.0, [event])
        assert (store.owing() == ["i1"]) is owing, event.kind


def test_two_openings_of_the_same_new_content(database: Engine) -> None:
    faults: list[Exception] = []

    def create(number: int) -> None:
        try:
            SqlStore(database).create(header(f"i{number}"), {"s": "{}", "r": "{}"}, [(1.0, OPENED)])
        except Exception as error:
            faults.append(error)

    threads = [threading.Thread(target=create, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert len(SqlStore(database).headers("ana")) == 8


def test_the_first_setting_wins(database: Engine) -> None:
    store = SqlStore(database)
    assert store.first_setting("k", "one") == "one"
    assert store.first_setting("k", "two") == "one"


def test_settings_are_kept_and_removed(database: Engine) -> None:
    store = SqlStore(database)
    assert store.setting("x") is None
    store.keep_setting("x", "1")
    store.keep_setting("x", "2")
    assert store.setting("x") == "2"
    store.keep_setting("x", None)
    assert store.setting("x") is None
