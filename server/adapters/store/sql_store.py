"""The event log on SQLite or PostgreSQL."""

import logging
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, Row, RowMapping, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlmodel import SQLModel, col

from server.adapters.store.database import BUSY_SECONDS
from server.adapters.store.tables import EventRow, FrozenRow, InterviewRow, SettingRow
from server.domain.errors import Conflict, NotFound, Unavailable
from server.domain.events import (
    AssessmentFailed,
    AssessmentReady,
    ClientSaid,
    Event,
    InterviewEnded,
    MoveChosen,
    Recorded,
    RecordFilled,
    event_adapter,
)
from server.usecases.ports import Header

log = logging.getLogger(__name__)
GONE = "Cet entretien n'existe pas, ou il n'est pas à vous."
ELSEWHERE = "Cet entretien vient d'avancer ailleurs. Rechargez la page."
NOT_NOW = "L'enregistrement ne répond pas. Rien n'est perdu : nouvel essai dans un instant."
FROZEN_KEPT = 64
INTERVIEW, EVENT, FROZEN, SETTING = (
    SQLModel.metadata.tables[str(row.__tablename__)]
    for row in (InterviewRow, EventRow, FrozenRow, SettingRow)
)


class SqlStore:
    """The ``EventStore`` port. Each method is one short transaction; nothing is held between calls.

    A database that is locked, full or away raises Unavailable; what was to be written may be tried again.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._insert = sqlite.insert if engine.dialect.name == "sqlite" else postgresql.insert
        # SQLite has one writer: those of this process wait for each other here, not by polling the file.
        self._writer = Lock() if engine.dialect.name == "sqlite" else None
        self._frozen: OrderedDict[str, str] = OrderedDict()

    def create(self, header: Header, frozen: dict[str, str], events: Sequence[tuple[float, Event]]) -> None:
        """A new interview, its content as of today, its first events: all or nothing."""
        rows = [_row(header.id, seq, at, item) for seq, (at, item) in enumerate(events, start=1)]
        contents = [{"hash": content_hash, "body": body} for content_hash, body in frozen.items()]
        values = {name: getattr(header, name) for name in Header.__slots__}
        values |= {"last_seq": len(rows)} | _changes([item for _, item in events])
        with self._writing() as connection:
            if contents:
                connection.execute(self._insert(FROZEN).on_conflict_do_nothing(), contents)
            connection.execute(insert(INTERVIEW), values)
            if rows:
                connection.execute(insert(EVENT), rows)

    def append(
        self, interview_id: str, expected_seq: int, at: float, events: Sequence[Event]
    ) -> list[Recorded]:
        """Add events right after ``expected_seq``, or raise Conflict and add none."""
        recorded = [Recorded(seq=seq, at=at, event=item) for seq, item in enumerate(events, expected_seq + 1)]
        changes = {"last_seq": expected_seq + len(events)} | _changes(events)
        claim = update(INTERVIEW).where(
            col(InterviewRow.id) == interview_id, col(InterviewRow.last_seq) == expected_seq
        )
        with self._writing() as connection:
            if connection.execute(claim.values(**changes)).rowcount != 1:
                raise Conflict(ELSEWHERE)
            rows = [_row(interview_id, item.seq, item.at, item.event) for item in recorded]
            connection.execute(insert(EVENT), rows)
        return recorded

    def read(self, interview_id: str, after_seq: int = 0) -> list[Recorded]:
        """The events after a sequence number."""
        wanted = (
            select(EVENT.c.seq, EVENT.c.at, EVENT.c.body)
            .where(EVENT.c.interview == interview_id, EVENT.c.seq > after_seq)
            .order_by(EVENT.c.seq)
        )
        return [
            Recorded(seq=row.seq, at=row.at, event=event_adapter.validate_json(row.body))
            for row in self._rows(wanted)
        ]

    def header(self, interview_id: str) -> Header:
        """Raises NotFound."""
        rows = self._rows(select(INTERVIEW).where(INTERVIEW.c.id == interview_id))
        if not rows:
            raise NotFound(GONE)
        return _header(rows[0]._mapping)

    def headers(self, owner: str) -> list[Header]:
        """A person's interviews, newest first."""
        wanted = select(INTERVIEW).where(INTERVIEW.c.owner == owner).order_by(INTERVIEW.c.created_at.desc())
        return [_header(row._mapping) for row in self._rows(wanted)]

    def erase(self, owner: str) -> list[str]:
        """Delete a person's interviews and their events in one transaction; gives their ids."""
        with self._writing() as connection:
            wanted = select(INTERVIEW.c.id).where(INTERVIEW.c.owner == owner)
            own = [row.id for row in connection.execute(wanted).all()]
            connection.execute(delete(EVENT).where(EVENT.c.interview.in_(own)))
            connection.execute(delete(INTERVIEW).where(INTERVIEW.c.id.in_(own)))
            return own

    def recent(self, limit: int) -> list[Header]:
        """Everybody's interviews, newest first."""
        newest = select(INTERVIEW).order_by(INTERVIEW.c.created_at.desc()).limit(limit)
        return [_header(row._mapping) for row in self._rows(newest)]

    def owing(self) -> list[str]:
        """Interviews that owe a client turn or an assessment."""
        return [row.id for row in self._rows(select(INTERVIEW.c.id).where(INTERVIEW.c.owes.is_(True)))]

    def tips(self, interview_ids: Sequence[str]) -> dict[str, int]:
        """The last sequence number of each of these interviews that exist."""
        wanted = select(INTERVIEW.c.id, INTERVIEW.c.last_seq).where(INTERVIEW.c.id.in_(interview_ids))
        return {row.id: row.last_seq for row in self._rows(wanted)}

    def frozen(self, content_hash: str) -> str:
        """The JSON of a content as it was when used; a hash names one content for ever."""
        kept = self._frozen.get(content_hash)
        if kept is not None:
            return kept
        rows = self._rows(select(FROZEN.c.body).where(FROZEN.c.hash == content_hash))
        if not rows:
            raise NotFound("Le contenu de cet entretien est introuvable.")
        body: str = rows[0].body
        self._frozen[content_hash] = body
        if len(self._frozen) > FROZEN_KEPT:
            self._frozen.popitem(last=False)
        return body

    def setting(self, key: str) -> str | None:
        """A durable value, or None."""
        rows = self._rows(select(SETTING.c.value).where(SETTING.c.key == key))
        return rows[0].value if rows else None

    def keep_setting(self, key: str, value: str | None) -> None:
        """Write or remove a value."""
        with self._writing() as connection:
            if value is None:
                connection.execute(delete(SETTING).where(SETTING.c.key == key))
                return
            added = self._insert(SETTING).values(key=key, value=value)
            connection.execute(
                added.on_conflict_do_update(index_elements=[SETTING.c.key], set_={"value": value})
            )

    def first_setting(self, key: str, value: str) -> str:
        """Write it unless another was written before; gives what is kept."""
        with self._writing() as connection:
            connection.execute(self._insert(SETTING).values(key=key, value=value).on_conflict_do_nothing())
            return str(connection.execute(select(SETTING.c.value).where(SETTING.c.key == key)).scalar_one())

    def _rows(self, wanted: Any) -> Sequence[Row[Any]]:
        with _faults(), self._engine.connect() as connection:
            return connection.execute(wanted).all()

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with _faults(), self._turn(), self._engine.begin() as connection:
            yield connection

    def _turn(self) -> AbstractContextManager[None]:
        return nullcontext() if self._writer is None else _held(self._writer)


@contextmanager
def _held(lock: Lock) -> Iterator[None]:
    if not lock.acquire(timeout=BUSY_SECONDS):
        raise Unavailable(NOT_NOW)
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _faults() -> Iterator[None]:
    """What a database can do to us, as errors a person can act on."""
    try:
        yield
    except IntegrityError as error:
        raise Conflict(ELSEWHERE) from error
    except SQLAlchemyError as error:
        log.warning("database: %s", str(error.__cause__ or error).splitlines()[0])
        raise Unavailable(NOT_NOW) from error


def _changes(events: Sequence[Event]) -> dict[str, Any]:
    """What these events say of the interview's row."""
    changes: dict[str, Any] = {}
    for item in events:
        match item:
            case MoveChosen():
                changes["owes"] = True
            case ClientSaid() | AssessmentFailed():
                changes["owes"] = False
            case InterviewEnded():
                changes |= {"ended": True, "owes": True}
            case AssessmentReady():
                changes |= {"assessed": True, "owes": False}
            case RecordFilled():
                changes |= {"assessed": False, "owes": INTERVIEW.c.owes | INTERVIEW.c.ended}
    return changes


def _row(interview_id: str, seq: int, at: float, item: Event) -> dict[str, Any]:
    return {
        "interview": interview_id,
        "seq": seq,
        "at": at,
        "kind": item.kind,
        "body": item.model_dump_json(),
    }


def _header(row: RowMapping) -> Header:
    values = {name: row[name] for name in Header.__slots__}
    values["mode"] = "exam" if row["mode"] == "exam" else "training"
    return Header(**values)
