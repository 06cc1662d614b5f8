"""The event log on real SQLite and real PostgreSQL: all or nothing, in order, never two writers."""

import os
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from server.adapters.store.sql_store import SqlStore, open_database
from server.domain.errors import Conflict, NotFound
from server.domain.events import HintGiven, InterviewEnded, InterviewOpened
from server.usecases.ports import Header

OPENED = InterviewOpened(
    scenario="AC-01", scenario_hash="s", rubric_hash="r", catalogue_date="2026-11-01", mode="training",
    channel="phone", seed=1,
)  # fmt: skip


def header(interview_id: str, owner: str = "ana") -> Header:
    return Header(interview_id, owner, "AC-01", "s", "r", "training", "e", 1.0, ended=False, assessed=False)


def postgres_tools() -> tuple[str, str] | None:
    places = ["/usr/local/bin", *map(str, Path("/usr/lib/postgresql").glob("*/bin"))]
    path = os.pathsep.join([os.environ.get("PATH", ""), *places])
    initdb, server = shutil.which("initdb", path=path), shutil.which("postgres", path=path)
    return (initdb, server) if initdb and server else None


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL of our own, on a free port, thrown away afterwards."""
    tools = postgres_tools()
    if tools is None:
        pytest.skip("PostgreSQL n'est pas sur cette machine.")
    folder = tmp_path_factory.mktemp("pg")
    user: dict[str, int] = {}
    if os.geteuid() == 0:
        import pwd

        nobody = pwd.getpwnam("postgres" if _has_user("postgres") else "nobody")
        user = {"user": nobody.pw_uid, "group": nobody.pw_gid}
        for place in (folder, *folder.parents):
            if str(place).startswith("/tmp/"):
                place.chmod(0o755)
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    data = folder / "data"
    arguments = [tools[0], "-D", str(data), "-U", "entretien", "--auth=trust", "-E", "UTF8"]
    subprocess.run(arguments, check=True, capture_output=True, **user)  # type: ignore[call-overload]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(  # type: ignore[call-overload]
        [tools[1], "-D", str(data), "-p", str(port), "-k", str(folder), "-h", "127.0.0.1"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **user,
    )  # fmt: skip
    try:
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", port), 0.2).close()
                break
            except OSError:
                threading.Event().wait(0.05)
        yield f"postgresql+psycopg://entretien@127.0.0.1:{port}/postgres"
    finally:
        process.terminate()
        process.wait(20)


def _has_user(name: str) -> bool:
    import pwd

    return any(entry.pw_name == name for entry in pwd.getpwall())


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'entretien.db'}"
    else:
        url = request.getfixturevalue("postgres_url")
    engine = open_database(url)
    yield engine
    from sqlmodel import SQLModel

    if request.param == "postgres":
        SQLModel.metadata.drop_all(engine)
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
    assert set(store.unfinished()) == {"i1", "i2"}
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
