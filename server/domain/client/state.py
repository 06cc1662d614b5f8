"""The client's mind between two turns. Rebuilt by folding moves; never edited in place."""

from typing import Literal

from pydantic import Field

from server.domain.model import Model

Outcome = Literal["satisfied", "postponed", "walked_out", "ended_by_advisor", "time"]
ObjectionPhase = Literal["raised", "resolved", "dropped"]


class OpenObjection(Model):
    """What has been done about one objection so far."""

    phase: ObjectionPhase = "raised"
    raised_turn: int
    insisted: int = 0
    steps: tuple[str, ...] = Field(
        default=(), description="acknowledge, probe, answer, check: done, in order"
    )


class ClientState(Model):
    """Trust 0–100, what was revealed and said, what is open, how it ended."""

    trust: int
    revealed: tuple[str, ...] = ()
    topics_told: tuple[str, ...] = ()
    objections: dict[str, OpenObjection] = Field(default_factory=dict)
    preempted: tuple[str, ...] = Field(default=(), description="Objections answered before being raised")
    offers: dict[str, Literal["accepted", "considered", "refused"]] = Field(default_factory=dict)
    rules_used: dict[str, int] = Field(default_factory=dict, description="Mood rule index → times applied")
    exits: dict[str, int] = Field(default_factory=dict, description="Exit id → times its cause occurred")
    advisor_turns: int = 0
    demand_answered: bool = False
    demand_reminded: int = 0
    points_answered: tuple[str, ...] = ()
    questions_asked: int = 0
    closed_run: int = 0
    asked_facts: dict[str, int] = Field(
        default_factory=dict, description="Fact → times a question touched it"
    )
    last_theme: str = Field(default="", description="Theme the client spoke of last, for bare follow-ups")
    wondered: tuple[str, ...] = Field(
        default=(), description="Facts that the last question may have touched: the client asked back"
    )
    asked_meaning: tuple[str, ...] = Field(default=(), description="Jargon terms already questioned")
    acts_seen: tuple[str, ...] = Field(default=(), description="Advisor acts seen at least once")
    spoken: tuple[str, ...] = Field(
        default=(), description="Marks of the lines already said; none comes twice"
    )
    ended: Outcome | None = None
