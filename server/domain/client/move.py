"""What the client is about to do, decided before any word is chosen."""

from typing import Literal

from pydantic import Field

from server.domain.client.state import ClientState, Outcome
from server.domain.model import Model

PartKind = Literal[
    "situation", "fact", "topic", "guarded", "demand", "point", "objection", "insist", "cause",
    "resolved", "accept", "consider", "refuse", "correct", "exit", "success", "postponed", "opening",
]  # fmt: skip
MoveKind = Literal[
    "open", "answer", "reveal", "object", "insist", "yield", "accept", "consider", "refuse", "correct",
    "confirm", "remind", "ask_meaning", "ask_again", "react", "small_talk", "puzzled", "close", "leave",
]  # fmt: skip


class Part(Model):
    """One ingredient of the reply, in order: a situation of the voice, or an element of the scenario."""

    kind: PartKind
    ref: str = Field(description="Fact, objection, product, exit id, or situation name")
    fill: str = Field(default="", description="What fills the slot of the line, e.g. the jargon term")


class Cause(Model):
    """Why trust moved or something was unlocked; shown in the trace, never to the learner."""

    what: str
    why: str
    delta: int = 0


class Move(Model):
    """The director's decision for one client turn."""

    turn: int = Field(description="Client turn that will carry it")
    kind: MoveKind
    parts: tuple[Part, ...]
    revealed: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    raised: tuple[str, ...] = ()
    insisted: tuple[str, ...] = ()
    resolved: tuple[str, ...] = ()
    offers: dict[str, Literal["accepted", "considered", "refused"]] = Field(default_factory=dict)
    trust: int = Field(description="Trust after this move")
    causes: tuple[Cause, ...] = ()
    understood: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    ended: Outcome | None = None
    after: ClientState = Field(description="The client's mind once this is said")
