"""A rubric: what is looked at, with which weight, what each level shows. Hashed, never edited once used.

Not the official grid: the levels, rules and examples are a trainer's proposal; only the ``wording`` of an
official criterion is copied from the référentiel. Criteria live one a file in ``rubrics/criteria``; a rubric
lists them.
"""

from collections.abc import Mapping
from typing import Literal, Self

from pydantic import Field, model_validator

from server.domain.feedback import Feedback
from server.domain.model import Model
from server.domain.rules import Cap, Check, Ladder, MissedRule, Term


class Examples(Model):
    """What one may say."""

    oral: str = Field(default="", description="À l'oral ; vide si le critère est propre à l'écrit")
    written: str = Field(default="", description="À l'écrit")


class Debate(Model):
    """How two jurors may differ, and what settles it."""

    first: str = Field(default="", description="Un juré dit")
    second: str = Field(default="", description="L'autre répond")
    ruling: str = Field(default="", description="Ce qui tranche")


class Opportunity(Model):
    """When a criterion can be judged at all."""

    when: Term = Field(description="Vérification ou condition")
    otherwise: str = Field(description="Pourquoi il n'y a pas de niveau")


class Criterion(Model):
    """``criterion/1``: one line of a rubric, with its levels and its rules."""

    format: Literal["criterion/1"] = Field(alias="schema", description="Version du format")
    id: str = Field(pattern=r"^[A-Z0-9]+(-[A-Z]+)+$", description="Identifiant stable")
    sigle: str = Field(min_length=2, max_length=2, description="Deux lettres")
    short: str = Field(description="Un ou deux mots")
    official: bool = Field(description="Critère du référentiel ; faux s'il est dérivé d'une compétence")
    wording: str = Field(description="Énoncé officiel mot pour mot, ou la compétence dont il est dérivé")
    derived_from: str = Field(default="", description="Pour un critère dérivé : l'activité, A8 ou A9")
    levels: tuple[str, str, str, str] = Field(description="Ce que montre chaque niveau, de 0 à 3")
    plus: tuple[str, ...] = Field(default=(), description="Indicateurs favorables")
    minus: tuple[str, ...] = Field(default=(), description="Indicateurs défavorables")
    next: tuple[str, str, str] = Field(description="Que faire pour atteindre 1, 2, 3")
    examples: Examples = Field(default_factory=Examples)
    beginner: str = Field(default="", description="Faute de débutant")
    debate: Debate = Field(default_factory=Debate)
    opportunity: Opportunity | None = Field(default=None, description="Quand il peut être observé")
    checks: tuple[Check, ...] = Field(min_length=1, description="Vérifications")
    ladder: Ladder = Field(description="Conditions des niveaux")
    caps: tuple[Cap, ...] = Field(default=(), description="Fautes graves qui plafonnent")
    missed: tuple[MissedRule, ...] = Field(default=(), description="Occasions à montrer")

    def check(self, check_id: str) -> Check | None:
        """The check of that id, or None."""
        return next((c for c in self.checks if c.id == check_id), None)

    @model_validator(mode="after")
    def _known_checks(self) -> Self:
        known = {check.id for check in self.checks}
        if len(known) < len(self.checks):
            raise ValueError(f"{self.id} : deux vérifications portent le même identifiant")
        named = {name for term in self._terms() for name in names_in(term)}
        named |= {rule.check for rule in self.missed if rule.check}
        unknown = sorted(named - known)
        if unknown:
            raise ValueError(f"{self.id} : vérification inconnue « {unknown[0]} »")
        return self

    def _terms(self) -> list[Term]:
        terms: list[Term] = [self.ladder.one, self.ladder.two, self.ladder.three]
        terms += [cap.when for cap in self.caps]
        return terms if self.opportunity is None else [*terms, self.opportunity.when]


def names_in(term: Term) -> list[str]:
    """The checks a term names."""
    if isinstance(term, str):
        return [term]
    inner = (*term.all, *term.any, *term.none, *term.of)
    return [name for part in inner for name in names_in(part)]


class Entry(Model):
    """A criterion's place in a rubric file."""

    criterion: str = Field(description="Identifiant d'un fichier de rubrics/criteria")
    weight: float = Field(default=1, gt=0, le=10, description="Coefficient ; un centre peut le changer")


class RubricFile(Model):
    """``rubric/1`` as written in ``rubrics/<id>.yaml``: criteria by reference."""

    format: Literal["rubric/1"] = Field(alias="schema", description="Version du format")
    id: str = Field(pattern=r"^[a-z0-9-]+$", description="Identifiant, celui du fichier")
    title: str = Field(description="Titre français")
    preparation_minutes: int = Field(ge=0, le=120, description="Temps de préparation")
    criteria: tuple[Entry, ...] = Field(min_length=1, description="Critères, dans l'ordre de la grille")


class WeightedCriterion(Criterion):
    """A criterion with its weight in this rubric."""

    weight: float = 1


class Rubric(Model):
    """A rubric ready to use: criteria whole, with the sentences of the feedback. This is what gets hashed."""

    format: Literal["rubric/1"] = Field(alias="schema")
    id: str
    title: str
    preparation_minutes: int
    criteria: tuple[WeightedCriterion, ...]
    feedback: Feedback

    def criterion(self, criterion_id: str) -> WeightedCriterion | None:
        """The criterion of that id, or None."""
        return next((c for c in self.criteria if c.id == criterion_id), None)

    def observed(self, criterion_ids: tuple[str, ...]) -> tuple[WeightedCriterion, ...]:
        """The criteria a scenario observes, in the rubric's order."""
        return tuple(c for c in self.criteria if c.id in criterion_ids)


def assemble(file: RubricFile, criteria: Mapping[str, Criterion], feedback: Feedback) -> Rubric:
    """A rubric from its file and the criteria it names. Raises KeyError for an unknown criterion."""
    chosen = tuple(
        WeightedCriterion(weight=entry.weight, **criteria[entry.criterion].model_dump(by_alias=True))
        for entry in file.criteria
    )
    return Rubric(
        format="rubric/1",
        id=file.id,
        title=file.title,
        preparation_minutes=file.preparation_minutes,
        criteria=chosen,
        feedback=feedback,
    )
