"""``lexicons/guard.yaml``: the words the guard listens for. Data, written for French trainers."""

import re
from typing import Literal

from pydantic import Field, field_validator

from server.domain.client.move import PartKind
from server.domain.model import Model
from server.domain.transcript import Channel


class Rule(Model):
    """Why a sentence is stopped, and what the model is told before its second try."""

    id: str = Field(pattern=r"^[a-z_]+$", description="Nom de la règle, gardé dans l'événement")
    why: str = Field(description="Ce que la phrase fait de travers, pour l'exploitant")
    again: str = Field(description="Ce qui est dit au modèle avant son second essai")


class SaysRule(Rule):
    """A rule that words or shapes set off."""

    says: tuple[str, ...] = Field(default=(), description="Phrases qui la déclenchent")
    shapes: tuple[str, ...] = Field(
        default=(), description="Expressions régulières qui la déclenchent, sur le texte brut"
    )

    @field_validator("shapes")
    @classmethod
    def _readable(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for shape in value:
            try:
                re.compile(shape)
            except re.error as error:
                raise ValueError(f"expression illisible « {shape} » ({error})") from error
        return value


class AcceptanceRule(SaysRule):
    """Consent that the director did not give."""

    parts: tuple[PartKind, ...] = Field(description="Éléments d'un coup qui permettent d'accepter")
    situations: tuple[str, ...] = Field(description="Situations qui permettent d'accepter")


class FiguresRule(Rule):
    """Numbers, months and days that nobody said."""

    months: tuple[str, ...] = Field(description="Mois, sans accents")
    days: tuple[str, ...] = Field(description="Jours")
    idioms: tuple[str, ...] = Field(description="Tournures dont le nombre ne compte pas")


class ProductsRule(Rule):
    """Products and houses that nobody named."""

    everyday: tuple[str, ...] = Field(description="Façons de nommer un produit qui sont à tout le monde")
    brands: tuple[str, ...] = Field(description="Autres maisons")


class LanguageRule(Rule):
    """Another language than French."""

    french: frozenset[str] = Field(description="Petits mots français, sans accents")
    foreign: frozenset[str] = Field(description="Petits mots d'ailleurs")
    least: int = Field(description="Mots à partir desquels on juge une phrase")
    long: int = Field(description="Mots à partir desquels une phrase doit avoir un petit mot français")


class WordsRule(Rule):
    """A rule that bare words set off."""

    words: frozenset[str] = Field(description="Mots qui la déclenchent")


class RegisterRule(SaysRule):
    """Words that a voice does not use."""

    voices: tuple[str, ...] = Field(description="Voix concernées")


class EmojiRule(Rule):
    """Pictograms outside written voices."""

    voices: tuple[str, ...] = Field(description="Voix qui peuvent en employer")


class LengthRule(Rule):
    """Too many words for a turn."""

    words: dict[Channel, int] = Field(description="Nombre de mots au plus, par canal")


class CarriedRule(Rule):
    """What a reply must hold to carry its move."""

    refusal: tuple[str, ...] = Field(description="Marques d'un refus")
    consent: tuple[str, ...] = Field(description="Marques d'un accord")
    farewell: tuple[str, ...] = Field(description="Marques d'un départ")


class GuardLexicon(Model):
    """``guard/1``."""

    format: Literal["guard/1"] = Field(alias="schema", description="Version du format")
    rules: tuple[SaysRule, ...] = Field(description="Ce qu'un client ne dit jamais")
    acceptance: AcceptanceRule
    figures: FiguresRule
    products: ProductsRule
    life: SaysRule
    secrets: Rule
    language: LanguageRule
    formal: WordsRule
    registers: tuple[RegisterRule, ...]
    emoji: EmojiRule
    length: LengthRule
    echo: Rule
    repeat: Rule
    carried: CarriedRule
