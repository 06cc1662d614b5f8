"""``agreement-words/1``: the French of the agreement report, and what must be said beside its figures."""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from server.domain.agreement.report import AgreementReport
from server.domain.model import Model

Provenance = Literal["models", "people"]


class SheetWords(Model):
    """A table: its title and its column heads."""

    title: str
    columns: tuple[str, ...]


class AgreementWords(Model):
    """Everything a person reads in the report but its figures."""

    format: Literal["agreement-words/1"] = Field(alias="schema", description="Version du format")
    title: str
    produced: str
    corpus: str
    caveats_title: str
    caveats: Mapping[Provenance, tuple[str, ...]] = Field(description="Réserves, selon qui a fait le corpus")
    seen: str = Field(description="Réserve d'un corpus qui a servi à régler le moteur")
    unseen: str = Field(description="Ce qu'on peut dire d'un corpus qui n'y a pas servi")
    reading_title: str
    reading: tuple[str, ...] = Field(description="Ce que veut dire chaque colonne")
    registers: Mapping[str, str]
    annotators: str
    engine: str
    engine_name: str = Field(description="Le moteur dans une paire : moteur-A")
    macro: str
    pooled: SheetWords
    criteria: SheetWords
    acts: SheetWords
    register_sheet: SheetWords
    evidence: str
    unpaired: str

    def reserves(self, report: AgreementReport, provenance: Provenance, unseen: bool) -> tuple[str, ...]:
        """What these figures do not say, with the corpus' own counts."""
        counts = {"transcripts": report.transcripts, "scenarios": len(report.scenarios)}
        lines = (self.unseen if unseen else self.seen, *self.caveats[provenance])
        return tuple(line.format(**counts) for line in lines)
