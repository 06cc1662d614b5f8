"""``agreement/1``: every figure of a comparison. Intervals are 95 %; null is a figure that does not exist."""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from server.domain.agreement.bootstrap import HIGH, LOW, ROUNDS, SEED, Interval
from server.domain.model import Model


class LevelFigures(Model):
    """Levels of two sides. Against several readers: the mean of the figures against each."""

    n: int = Field(description="Paires de niveaux comparées")
    qwk: float | None = Field(description="κ à pondération quadratique")
    exact: float | None
    within_one: float | None
    bias: float | None = Field(description="Moteur moins annotateur, ou premier moins second, en niveaux")
    qwk_95: Interval | None
    exact_95: Interval | None
    within_one_95: Interval | None
    bias_95: Interval | None


class Levels(Model):
    """Annotators between themselves, and the engine against each of them."""

    annotators: LevelFigures | None = Field(description="Absent avec un seul annotateur")
    engine: LevelFigures


class ActFigures(Model):
    """One act: is it in the turn or not, over advisor turns."""

    count: tuple[int, ...] = Field(description="Tours qui le portent, par annotateur")
    kappa: float | None
    kappa_95: Interval | None
    annotators_f1: float | None
    engine_count: int
    engine_precision: float | None
    engine_recall: float | None
    engine_f1: float | None
    engine_f1_95: Interval | None


class ActsMacro(Model):
    """Plain mean over the acts that annotators see often and alike."""

    acts: int
    annotators_f1: float | None
    engine_precision: float | None
    engine_recall: float | None
    engine_f1: float | None
    engine_f1_95: Interval | None


class RegisterFigures(Model):
    """The engine on the transcripts of one register."""

    transcripts: int
    turns: int
    engine_acts_f1: float | None
    qwk: float | None


class EvidenceFigures(Model):
    """Turns the engine cites for levels of 2 and 3, and how many lie within one turn of an annotator's."""

    cited: int
    near_annotators: float | None


class Resampling(Model):
    """How the intervals were drawn, so that they can be drawn again."""

    over: Literal["transcripts"] = "transcripts"
    rounds: int = ROUNDS
    seed: int = SEED
    low: float = LOW
    high: float = HIGH


class AgreementReport(Model):
    """Engine against annotators, annotator against annotator, on one corpus."""

    format: Literal["agreement/1"] = Field(default="agreement/1", alias="schema")
    corpus: str
    engine: str
    annotators: tuple[str, ...]
    transcripts: int
    scenarios: tuple[str, ...]
    advisor_turns: int
    criteria: Levels
    per_criterion: Mapping[str, Levels]
    acts: Mapping[str, ActFigures]
    acts_macro: ActsMacro
    by_register: Mapping[str, RegisterFigures]
    evidence: EvidenceFigures
    disagree_on_null: Mapping[str, int] = Field(description="Critères qu'un seul des deux côtés a notés")
    intervals: Resampling = Resampling()
