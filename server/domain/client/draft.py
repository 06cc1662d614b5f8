"""A move while it is being decided."""

from dataclasses import dataclass, field
from typing import Any

from server.domain.client.move import Cause, MoveKind, Part
from server.domain.client.offers import Answer
from server.domain.client.state import Outcome


@dataclass
class Draft:
    """Ingredients gathered so far. Lives only inside one call of the director."""

    trust: int
    parts: list[Part] = field(default_factory=list)
    kind: MoveKind = "react"
    causes: list[Cause] = field(default_factory=list)
    revealed: list[str] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    raised: list[str] = field(default_factory=list)
    insisted: list[str] = field(default_factory=list)
    resolved: list[str] = field(default_factory=list)
    offers: dict[str, Answer] = field(default_factory=dict)
    changes: dict[str, Any] = field(default_factory=dict)
    ended: Outcome | None = None

    def say(self, kind: str, ref: str, fill: str = "") -> None:
        """Add an ingredient to the reply."""
        self.parts.append(Part.model_validate({"kind": kind, "ref": ref, "fill": fill}))

    def because(self, what: str, why: str) -> None:
        """Note a cause for the trace."""
        self.causes.append(Cause(what=what, why=why))
