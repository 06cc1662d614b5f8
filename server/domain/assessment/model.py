"""``assessment/1``: a proposal with its evidence. Not a mark that counts: a person decides those."""

from typing import Literal, Self

from pydantic import Field, model_validator

from server.domain.analysis.acts import Act
from server.domain.model import Model

Unscored = Literal["no_opportunity", "unreadable", "engine_error", "client_fault"]
Verdict = Literal["right", "wrong", "vague", "unverifiable"]
ClaimKind = Literal[
    "rate", "price", "cap", "minimum", "delay", "fee", "condition", "delegation", "deductible"
]


class Evidence(Model):
    """A quote that speaks for or against a level."""

    turn: int = Field(ge=1)
    start: int = Field(ge=0)
    end: int = Field(ge=1)
    quote: str
    polarity: Literal["+", "-"]
    answers: int | None = Field(default=None, description="Tour du client auquel il répond")
    why: str


class Missed(Model):
    """An occasion not taken, and what could have been said there."""

    turn: int = Field(ge=1)
    why: str
    suggestion: str


class Judgement(Model):
    """One criterion: a level 0–3 or the reason why there is none."""

    id: str
    official: bool = True
    level: int | None = Field(ge=0, le=3)
    max: int = 3
    unscored: Unscored | None = None
    reason: str | None = Field(default=None, description="Pourquoi il n'y a pas de niveau")
    capped: str | None = Field(default=None, description="Faute grave qui plafonne le niveau, en clair")
    confidence: float = Field(ge=0, le=1)
    evidence: tuple[Evidence, ...] = ()
    missed: tuple[Missed, ...] = ()
    rationale: str
    next_step: str = Field(default="", description="Ce qu'il faut pour le niveau suivant")

    @model_validator(mode="after")
    def _scored_or_not(self) -> Self:
        if (self.level is None) != (self.unscored is not None):
            raise ValueError("a level or a reason, never both, never neither")
        return self


class Claim(Model):
    """A figure or condition stated by the advisor, against the catalogue."""

    turn: int = Field(ge=1)
    start: int = Field(ge=0)
    end: int = Field(ge=1)
    quote: str
    subject: str
    kind: ClaimKind
    stated: str
    verdict: Verdict
    reference: str | None = None


class ObligationCheck(Model):
    """A duty the situation raised: met, missing or not applicable."""

    id: str
    text: str
    status: Literal["met", "missing", "broken", "not_applicable"]
    turn: int | None = None
    source: str = ""


class Priority(Model):
    """What to work on first: one's own words, a better line, and where to replay from."""

    criterion: str
    turn: int
    quote: str
    start: int
    end: int
    title: str
    why: str
    better: str


class Score(Model):
    """20 × Σ(weight × level) / Σ(3 × weight) over observed criteria. Indicative only."""

    value: float | None
    out_of: int = 20
    indicative: bool = True
    official_value: float | None = Field(default=None, description="Critères officiels seuls")


class Engine(Model):
    """What made this assessment, so that it can be made again."""

    name: Literal["rules", "llm"]
    version: str
    rubric_hash: str
    scenario_hash: str
    model: str | None = None


class Assessment(Model):
    """The whole proposal for one transcript."""

    format: Literal["assessment/1"] = Field(alias="schema")
    transcript: str
    scenario: str
    rubric: str
    engine: Engine
    acts: tuple[Act, ...]
    criteria: tuple[Judgement, ...]
    claims: tuple[Claim, ...] = ()
    obligations: tuple[ObligationCheck, ...] = ()
    priorities: tuple[Priority, ...] = ()
    summary: str = ""
    score: Score
    warnings: tuple[str, ...] = ()
