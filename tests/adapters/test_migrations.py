"""The tool brings its own tables up to date: nothing lost, whoever starts, however many at once."""

import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, create_engine, text
from sqlmodel import SQLModel

from server.adapters.store.database import open_database
from server.adapters.store.sql_store import SqlStore
from server.domain.events import ClientSaid

BEFORE = Path(__file__).parent.parent / "data" / "log-0.1.0.sql"
TABLES = ("interview", "event", "frozen_content", "setting")


def make_old(url: str) -> dict[str, set[tuple[object, ...]]]:
    """A database of version 0.1.0; gives its rows."""
    engine = create_engine(url)
    with engine.begin() as connection:
        for line in BEFORE.read_text(encoding="utf-8").splitlines():
            if not line.startswith("--"):
                connection.exec_driver_sql(line.rstrip(";").replace("%", "%%"))
    rows = rows_of(engine)
    engine.dispose()
    return rows


def rows_of(engine: Engine) -> dict[str, set[tuple[object, ...]]]:
    with engine.connect() as connection:
        return {
            name: {tuple(row) for row in connection.execute(text(f"SELECT * FROM {name}"))} for name in TABLES
        }


def test_a_database_of_before_loses_nothing(database_url: str) -> None:
    before = make_old(database_url)
    engine = open_database(database_url)
    after = rows_of(engine)
    assert {row[:-1] for row in after["interview"]} == before["interview"]
    for name in TABLES[1:]:
        assert after[name] == before[name]
    store = SqlStore(engine)
    assert sorted(store.owing()) == ["ended", "owed"]
    spoken = store.read("answered")[-1].event
    assert isinstance(spoken, ClientSaid)
    assert spoken.text
    assert store.setting("signing") == "kept"
    engine.dispose()
    open_database(database_url).dispose()


def test_new_tables_are_those_the_code_uses(database_url: str) -> None:
    engine = open_database(database_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": False})
        assert compare_metadata(context, SQLModel.metadata) == []
    engine.dispose()


@pytest.mark.parametrize("old", [False, True])
def test_several_starts_at_once(database_url: str, old: bool) -> None:
    if old:
        make_old(database_url)
    faults: list[Exception] = []

    def start() -> None:
        try:
            open_database(database_url).dispose()
        except Exception as error:
            faults.append(error)

    threads = [threading.Thread(target=start) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    engine = open_database(database_url)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one() == "0002"
    engine.dispose()


def test_a_migration_that_fails_leaves_all_as_it_was(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = make_old(sqlite_url)
    monkeypatch.setattr("alembic.operations.Operations.create_index", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        open_database(sqlite_url)
    engine = create_engine(sqlite_url)
    assert rows_of(engine) == before
    engine.dispose()
    monkeypatch.undo()
    open_database(sqlite_url).dispose()
