"""Where an interview stands, as a synthetic learner may use it. The learner sees the client's whole mind."""

from collections.abc import Mapping
from dataclasses import dataclass

from server.domain.catalogue import Catalogue
from server.domain.client.state import ClientState
from server.domain.probing.model import Learners
from server.domain.scenario import Fact, Scenario


@dataclass(frozen=True, slots=True)
class Progress:
    """What a learner has done: ``step:item`` of each move and lead, and the templates it used, in order."""

    done: tuple[str, ...] = ()
    used: tuple[str, ...] = ()
    turns: int = 0

    def count(self, step: str, item: str | None = None) -> int:
        """How many times a step was taken, for one item or for all."""
        if item is None:
            return sum(key.startswith(f"{step}:") for key in self.done)
        return self.done.count(f"{step}:{item}")


@dataclass(frozen=True, slots=True)
class Situation:
    """The scenario and the names around it, the client's state, and what the client has just told."""

    scenario: Scenario
    catalogue: Catalogue
    themes: Mapping[str, str]
    learners: Learners
    client: ClientState
    told: tuple[str, ...] = ()

    @property
    def open_objection(self) -> str | None:
        """The objection on the table, if any."""
        raised = [oid for oid, item in self.client.objections.items() if item.phase == "raised"]
        return raised[0] if raised else None

    def recap(self, fact: Fact) -> str:
        """A fact as one says it to the client: « vous vous êtes pacsée »."""
        text = f" {fact.recap} "
        for theirs, yours in self.learners.to_you:
            text = text.replace(f" {theirs} ", f" {yours} ")
        return text.strip()

    @property
    def time_left(self) -> bool:
        """Whether the client's patience leaves room for something else than the conclusion."""
        return self.client.advisor_turns < self.scenario.mood.patience - self.learners.margin
