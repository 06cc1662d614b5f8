"""Acts: what an utterance does, as spans of a turn. Codes of the codebook (``rubrics/codebook.yaml``)."""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from server.domain.model import Model
from server.domain.transcript import Speaker

Decider = Literal["pattern", "model", "context", "pattern+model"]


class Act(Model):
    """One intention of one turn, proven by its quote. Not a judgement of quality."""

    turn: int = Field(ge=1)
    act: str
    start: int = Field(ge=0)
    end: int = Field(ge=1)
    quote: str
    confidence: float = Field(ge=0, le=1)
    decided_by: Decider = "pattern"
    attributes: Mapping[str, str] = Field(default_factory=dict)


class Restated(Model):
    """A client's fact or topic taken back by the advisor, and whether it is true."""

    ref: str = Field(description="Fact, topic or persona datum: F2, K1…; empty when only the client's words")
    turn: int = Field(description="Client turn taken back")
    true: bool = True
    correction: str = Field(default="", description="The client's correction when it is false")


class Reading(Model):
    """Everything the analysis understood of one turn. The one reading that all the product shares."""

    turn: int
    speaker: Speaker
    acts: tuple[Act, ...] = ()
    themes: tuple[str, ...] = Field(default=(), description="Themes the turn asks about")
    facts: tuple[str, ...] = Field(
        default=(), description="Hidden facts that a question of this turn touches"
    )
    near: tuple[str, ...] = Field(
        default=(), description="Hidden facts that a question of this turn may touch, not surely"
    )
    topics: tuple[str, ...] = Field(
        default=(), description="Free topics that a question of this turn touches"
    )
    products: tuple[str, ...] = Field(default=(), description="Catalogue products the turn names")
    offers: tuple[str, ...] = Field(
        default=(), description="Products the turn proposes (not merely explains)"
    )
    restated: tuple[Restated, ...] = ()
    jargon: tuple[str, ...] = Field(default=(), description="Unexplained terms, as said")
    words: int = 0
    input: Literal["speech", "empty", "injection", "rude", "off_topic", "repeat", "about_me", "unclear"] = (
        "speech"
    )

    def codes(self) -> tuple[str, ...]:
        """Act codes in order of appearance."""
        return tuple(act.act for act in self.acts)

    def has(self, *codes: str) -> bool:
        """Whether one of these acts is present."""
        return any(act.act in codes for act in self.acts)
