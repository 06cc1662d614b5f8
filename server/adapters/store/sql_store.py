"""The event log on SQLite (WAL) or PostgreSQL, through sqlmodel."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Engine, delete, event, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel, col, create_engine, select

from server.adapters.store.tables import EventRow, FrozenRow, InterviewRow, SettingRow
from server.domain.errors import Conflict, NotFound
from server.domain.events import AssessmentReady, Event, InterviewEnded, Recorded, RecordFilled, event_adapter
from server.usecases.ports import Header

GONE = "Cet entretien n'existe pas, ou il n'est pas à vous."


def open_database(url: str) -> Engine:
    """Connect and create what is missing. SQLite runs in WAL with a durable commit."""
    sqlite = url.startswith("sqlite")
    engine = create_engine(url, connect_args={"timeout": 10} if sqlite else {}, pool_pre_ping=not sqlite)
    if sqlite:

        @event.listens_for(engine, "connect")
        def _pragmas(connection: Any, _record: Any) -> None:
            cursor = connection.cursor()
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
                cursor.execute(f"PRAGMA {pragma}")
            cursor.close()

    SQLModel.metadata.create_all(engine)
    return engine


class SqlStore:
    """The ``EventStore`` port. Each method is one short transaction; nothing is held between calls."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def create(self, header: Header, frozen: dict[str, str], events: Sequence[tuple[float, Event]]) -> None:
        """A new interview, its content as of today, its first events: all or nothing."""
        with Session(self._engine) as session:
            for content_hash, body in frozen.items():
                if session.get(FrozenRow, content_hash) is None:
                    session.add(FrozenRow(hash=content_hash, body=body))
            session.add(
                InterviewRow(
                    id=header.id,
                    owner=header.owner,
                    scenario=header.scenario,
                    scenario_hash=header.scenario_hash,
                    rubric_hash=header.rubric_hash,
                    mode=header.mode,
                    epoch=header.epoch,
                    created_at=header.created_at,
                    last_seq=len(events),
                )
            )
            session.flush()
            for seq, (at, item) in enumerate(events, start=1):
                session.add(_row(header.id, seq, at, item))
            session.commit()

    def append(
        self, interview_id: str, expected_seq: int, at: float, events: Sequence[Event]
    ) -> list[Recorded]:
        """Add events right after ``expected_seq``, or raise Conflict and add none."""
        with Session(self._engine) as session:
            changes: dict[str, Any] = {"last_seq": expected_seq + len(events)}
            for item in events:
                if isinstance(item, InterviewEnded):
                    changes["ended"] = True
                if isinstance(item, AssessmentReady):
                    changes["assessed"] = True
                if isinstance(item, RecordFilled):
                    changes["assessed"] = False
            claim = session.connection().execute(
                update(InterviewRow)
                .where(col(InterviewRow.id) == interview_id, col(InterviewRow.last_seq) == expected_seq)
                .values(**changes)
            )
            if claim.rowcount != 1:
                raise Conflict("Cet entretien vient d'avancer ailleurs. Rechargez la page.")
            recorded = []
            for seq, item in enumerate(events, start=expected_seq + 1):
                session.add(_row(interview_id, seq, at, item))
                recorded.append(Recorded(seq=seq, at=at, event=item))
            try:
                session.commit()
            except IntegrityError as error:
                raise Conflict("Cet entretien vient d'avancer ailleurs. Rechargez la page.") from error
            return recorded

    def read(self, interview_id: str, after_seq: int = 0) -> list[Recorded]:
        """The events after a sequence number."""
        with Session(self._engine) as session:
            rows = session.exec(
                select(EventRow)
                .where(EventRow.interview == interview_id, EventRow.seq > after_seq)
                .order_by(col(EventRow.seq))
            ).all()
            return [
                Recorded(seq=row.seq, at=row.at, event=event_adapter.validate_json(row.body)) for row in rows
            ]

    def header(self, interview_id: str) -> Header:
        """Raises NotFound."""
        with Session(self._engine) as session:
            row = session.get(InterviewRow, interview_id)
            if row is None:
                raise NotFound(GONE)
            return _header(row)

    def headers(self, owner: str) -> list[Header]:
        """A person's interviews, newest first."""
        with Session(self._engine) as session:
            rows = session.exec(
                select(InterviewRow)
                .where(InterviewRow.owner == owner)
                .order_by(col(InterviewRow.created_at).desc())
            ).all()
            return [_header(row) for row in rows]

    def erase(self, owner: str) -> list[str]:
        """Delete a person's interviews and their events in one transaction; gives their ids."""
        with Session(self._engine) as session:
            own = list(session.exec(select(InterviewRow.id).where(InterviewRow.owner == owner)).all())
            connection = session.connection()
            connection.execute(delete(EventRow).where(col(EventRow.interview).in_(own)))
            connection.execute(delete(InterviewRow).where(col(InterviewRow.id).in_(own)))
            session.commit()
            return own

    def unfinished(self) -> list[str]:
        """Interviews still open or not assessed yet."""
        with Session(self._engine) as session:
            rows = session.exec(
                select(InterviewRow.id).where(
                    (col(InterviewRow.ended).is_(False)) | (col(InterviewRow.assessed).is_(False))
                )
            ).all()
            return list(rows)

    def frozen(self, content_hash: str) -> str:
        """The JSON of a content as it was when used."""
        with Session(self._engine) as session:
            row = session.get(FrozenRow, content_hash)
            if row is None:
                raise NotFound("Le contenu de cet entretien est introuvable.")
            return row.body

    def setting(self, key: str) -> str | None:
        """A durable value, or None."""
        with Session(self._engine) as session:
            row = session.get(SettingRow, key)
            return row.value if row else None

    def keep_setting(self, key: str, value: str | None) -> None:
        """Write or remove a value."""
        with Session(self._engine) as session:
            row = session.get(SettingRow, key)
            if value is None:
                if row is not None:
                    session.delete(row)
            elif row is None:
                session.add(SettingRow(key=key, value=value))
            else:
                row.value = value
                session.add(row)
            session.commit()


def _row(interview_id: str, seq: int, at: float, item: Event) -> EventRow:
    return EventRow(interview=interview_id, seq=seq, at=at, kind=item.kind, body=item.model_dump_json())


def _header(row: InterviewRow) -> Header:
    return Header(
        id=row.id,
        owner=row.owner,
        scenario=row.scenario,
        scenario_hash=row.scenario_hash,
        rubric_hash=row.rubric_hash,
        mode="exam" if row.mode == "exam" else "training",
        epoch=row.epoch,
        created_at=row.created_at,
        ended=row.ended,
        assessed=row.assessed,
        last_seq=row.last_seq,
    )
