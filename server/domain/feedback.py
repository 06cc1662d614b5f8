"""The sentences of the debrief and the words of the claims ledger: ``lexicons/feedback.yaml``.

Data for French readers. ``{…}`` are slots filled by the engine; each field says which ones it has.
"""

from typing import Literal

from pydantic import Field

from server.domain.model import Model


class FigureWords(Model):
    """What makes a number a claim about a product, and what makes it something else."""

    percent: tuple[str, ...] = Field(description="Mots qui font un pourcentage")
    euros: tuple[str, ...] = Field(description="Mots qui font des euros")
    months: tuple[str, ...] = Field(description="Mots qui font des mois")
    years: tuple[str, ...] = Field(description="Mots qui font des ans")
    days: tuple[str, ...] = Field(description="Mots qui font des jours")
    per_month: tuple[str, ...] = Field(description="Ce qui rend un prix mensuel")
    per_year: tuple[str, ...] = Field(description="Ce qui rend un prix annuel")
    vague: tuple[str, ...] = Field(description="Façons de parler d'un chiffre sans le dire")
    doubt: tuple[str, ...] = Field(description="Doutes déclarés : ce n'est pas une affirmation")
    correction: tuple[str, ...] = Field(description="Façons de se reprendre")
    example: tuple[str, ...] = Field(description="Ce qui annonce un calcul sur le cas du client")
    false_rules: tuple["FalseRule", ...] = Field(description="Règles fausses souvent dites")


class FalseRule(Model):
    """A wrong statement of law or product that needs no number."""

    subject: str = Field(description="P-…, law:… ou delegation:…")
    says: tuple[str, ...] = Field(description="Ce que l'on dit à tort")
    unless: tuple[str, ...] = Field(default=(), description="Sauf si la phrase contient")
    reference: str = Field(description="La règle juste")
    kind: Literal["condition", "delay", "delegation"] = "condition"


class Numbers(Model):
    """French number words."""

    words: dict[str, int] = Field(description="zéro à seize, dizaines, cent, mille")
    half: tuple[str, ...] = Field(description="« et demi »")
    comma: tuple[str, ...] = Field(description="Séparateurs décimaux dits : « virgule »")


class Feedback(Model):
    """``feedback/1``: every French sentence the engine assembles."""

    format: Literal["feedback/1"] = Field(alias="schema")
    sentences: dict[str, str] = Field(description="Phrases à trous, par nom")
    listening: tuple[str, ...] = Field(description="Mots sans contenu, ignorés quand on compare des paroles")
    puzzled: tuple[str, ...] = Field(description="Le client ne comprend pas")
    relief: tuple[str, ...] = Field(description="Le client se range, se rassure ou remercie")
    refusal: tuple[str, ...] = Field(description="Le client refuse, s'agace ou part")
    familiar: tuple[str, ...] = Field(description="Tutoiement et familiarités de l'écrit")
    numbers: Numbers
    figures: FigureWords

    def say(self, name: str, **slots: str) -> str:
        """A sentence by its name, slots filled."""
        return self.sentences[name].format(**slots)
