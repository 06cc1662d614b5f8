"""``referentiel/1``: the official text word for word, and what a role-play can observe of it.

Not a rubric: no level, no weight. Source: the référentiel supplied with the project; coverage is a trainer's
proposal.
"""

from typing import Literal, Self

from pydantic import Field, model_validator

from server.domain.model import Model


class Modality(Model):
    """A way of being evaluated."""

    id: str
    title: str
    text: str


class Activity(Model):
    """An activity and its skills; its modalities are read in the layout, the text does not state them."""

    code: str
    label: str
    modalities: tuple[str, ...]
    skills: tuple[str, ...]


class OfficialCriterion(Model):
    """An official criterion: observed by some rubric, or not conversational and why."""

    id: str
    modality: str
    wording: str = Field(description="Mot pour mot, coquilles comprises")
    observed: bool
    rubrics: tuple[str, ...] = ()
    where: tuple[str, ...] = Field(default=(), description="Dans quels jeux de rôle")
    evidence: str = Field(default="", description="Par quelle preuve")
    why: str = Field(default="", description="Pourquoi la conversation ne le montre pas")
    help: str = Field(default="", description="Ce que le simulateur peut aider à travailler, sans note")

    @model_validator(mode="after")
    def _explained(self) -> Self:
        if self.observed != bool(self.rubrics) or self.observed == bool(self.why):
            raise ValueError(
                f"{self.id} : dites soit les grilles et la preuve, soit pourquoi il n'est pas observé"
            )
        return self


class DerivedCriterion(Model):
    """A criterion made from a skill that the text gives no criterion for."""

    id: str
    activity: str
    skill: str
    rubric: str


class Referentiel(Model):
    """The whole text."""

    format: Literal["referentiel/1"] = Field(alias="schema")
    note: str
    modalities: tuple[Modality, ...]
    activities: tuple[Activity, ...]
    criteria: tuple[OfficialCriterion, ...]
    derived: tuple[DerivedCriterion, ...]
