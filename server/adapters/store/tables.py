"""The tables. The truth is ``event``; ``interview`` is its index, kept in the same transaction.

A change here needs a revision in ``migrations/versions``; a test compares the two.
"""

from sqlalchemy import BigInteger, Column, Index, Text, false, text
from sqlmodel import Field, SQLModel


class InterviewRow(SQLModel, table=True):
    """One interview, findable by its owner, and by what it owes."""

    __tablename__ = "interview"
    __table_args__ = (
        Index("ix_interview_owes", "owes", sqlite_where=text("owes"), postgresql_where=text("owes")),
    )

    id: str = Field(primary_key=True, max_length=64)
    owner: str = Field(index=True, max_length=64)
    scenario: str = Field(max_length=64)
    scenario_hash: str = Field(max_length=64)
    rubric_hash: str = Field(max_length=64)
    mode: str = Field(max_length=16)
    epoch: str = Field(max_length=64)
    created_at: float
    last_seq: int = Field(default=0, sa_column=Column(BigInteger, nullable=False))
    ended: bool = False
    assessed: bool = False
    owes: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    """A client turn or an assessment is due."""


class EventRow(SQLModel, table=True):
    """One event of one interview."""

    __tablename__ = "event"

    interview: str = Field(primary_key=True, foreign_key="interview.id", max_length=64)
    seq: int = Field(primary_key=True)
    at: float
    kind: str = Field(max_length=32)
    body: str = Field(sa_column=Column(Text, nullable=False))


class FrozenRow(SQLModel, table=True):
    """A scenario or a rubric as it was when an interview used it; never edited."""

    __tablename__ = "frozen_content"

    hash: str = Field(primary_key=True, max_length=64)
    body: str = Field(sa_column=Column(Text, nullable=False))


class SettingRow(SQLModel, table=True):
    """A small value of the installation (signing secret, administrator link)."""

    __tablename__ = "setting"

    key: str = Field(primary_key=True, max_length=64)
    value: str = Field(sa_column=Column(Text, nullable=False))
