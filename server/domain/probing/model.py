"""``learners/1``: synthetic learners written as data. Not people, not a measure of anyone's skill.

A learner is a list of steps in order of precedence: at each turn it takes the first step that applies and has
something left to say. Lines hold slots filled from the scenario under test: « {question} », « {recap} »…
"""

from typing import Literal

from pydantic import Field

from server.domain.model import Model

Role = Literal["strong", "medium", "weak", "cheat", "idle", "attack", "other"]
Over = Literal["once", "lines", "facts", "objections", "fit", "unfit", "points", "feelings"]
When = Literal[
    "objection", "to_probe", "calm", "some_known", "two_known", "demand_open", "time_left",
]  # fmt: skip
LeadOver = Literal["told", "feelings"]


class Lead(Model):
    """What may come just before a line: the fact just told, or a word that this client waits for."""

    over: LeadOver = Field(
        description="told : le fait que le client vient de dire ; feelings : un mot attendu"
    )
    at_most: int = Field(default=9, ge=1, description="Nombre de fois dans l'entretien")
    lines: tuple[str, ...] = Field(min_length=1, description="Débuts de réplique")


class Step(Model):
    """One move of a policy."""

    id: str = Field(description="Nom du geste, unique chez cet apprenant")
    over: Over = Field(default="once", description="Ce que le geste parcourt dans le scénario")
    times: int = Field(default=1, ge=1, description="Nombre de fois pour chaque élément")
    at_most: int | None = Field(default=None, ge=1, description="Nombre de fois en tout")
    share: float = Field(default=1.0, gt=0, le=1, description="Part des éléments parcourus")
    after: int = Field(default=0, ge=0, description="Pas avant ce nombre de tours du conseiller")
    rubrics: tuple[str, ...] = Field(default=(), description="Seulement avec ces grilles ; vide : toutes")
    when: tuple[When, ...] = Field(default=(), description="Conditions, toutes exigées")
    leads: tuple[Lead, ...] = Field(default=(), description="Débuts possibles ; le premier qui s'applique")
    words: int = Field(default=0, ge=0, description="Enchaîner des répliques jusqu'à ce nombre de mots")
    lines: tuple[str, ...] = Field(min_length=1, description="Répliques à trous ; la graine choisit")


class Learner(Model):
    """A way of conducting an interview."""

    id: str = Field(pattern=r"^[a-z_]+$", description="Identifiant")
    label: str = Field(description="Nom français")
    role: Role = Field(
        description="strong > medium > weak ; cheat : triche ; idle, attack : ne méritent aucun fait"
    )
    longest: int = Field(default=30, ge=1, description="Nombre maximal de tours")
    steps: tuple[Step, ...] = Field(min_length=1)


class ReasonText(Model):
    """A reason to find a scenario wanting, in French, and how to mend it."""

    why: str = Field(description="Constat, à trous")
    mend: str = Field(description="Comment réparer, à trous")


class Learners(Model):
    """``lexicons/learners.yaml``."""

    format: Literal["learners/1"] = Field(alias="schema", description="Version du format")
    advisor: str = Field(description="Nom du conseiller joué")
    margin: int = Field(default=4, ge=1, description="Tours gardés pour conclure avant la fin de la patience")
    to_you: tuple[tuple[str, str], ...] = Field(
        default=(), description="« elle veut » → « vous voulez » : le fait redit au client, mots entiers"
    )
    learners: tuple[Learner, ...] = Field(min_length=1)
    reasons: dict[str, ReasonText] = Field(description="Motifs de l'épreuve")

    def of_role(self, role: Role) -> tuple[Learner, ...]:
        """The learners of that role."""
        return tuple(learner for learner in self.learners if learner.role == role)
