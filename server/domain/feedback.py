"""The sentences of the debrief and the words of the claims ledger: ``lexicons/feedback.yaml``.

Data for French readers. ``{…}`` are slots filled by the engine; each field says which ones it has.
"""

from typing import Literal

from pydantic import Field

from server.domain.model import Model


class StatedRule(Model):
    """A statement of law or product that needs no number, right or wrong."""

    subject: str = Field(description="P-…, law:… ou delegation:…")
    kind: Literal["condition", "delay", "delegation", "fee", "rate"] = "condition"
    verdict: Literal["right", "wrong"] = Field(description="Juste ou faux")
    says: tuple[str, ...] = Field(description="Façons de le dire")
    unless: tuple[str, ...] = Field(default=(), description="Sauf si la phrase contient")
    reference: str = Field(description="La règle juste")


class KindWords(Model):
    """Words that announce a kind of figure: « plafond », « franchise »."""

    kind: Literal["rate", "price", "cap", "minimum", "delay", "fee", "condition", "deductible"]
    says: tuple[str, ...] = Field(description="Mots proches du chiffre")


class FigureWords(Model):
    """What makes a number a claim about a product, and what makes it something else."""

    percent: tuple[str, ...] = Field(description="Mots qui font un pourcentage")
    euros: tuple[str, ...] = Field(description="Mots qui font des euros")
    months: tuple[str, ...] = Field(description="Mots qui font des mois")
    years: tuple[str, ...] = Field(description="Mots qui font des ans")
    days: tuple[str, ...] = Field(description="Mots qui font des jours")
    weeks: tuple[str, ...] = Field(description="Mots qui font des semaines")
    hours: tuple[str, ...] = Field(description="Mots qui font des heures")
    seconds: tuple[str, ...] = Field(description="Mots qui font des secondes")
    points: tuple[str, ...] = Field(description="Mots d'un écart de taux")
    counted: tuple[str, ...] = Field(description="Ce que l'on compte et qui n'est pas un chiffre de produit")
    calendar: tuple[str, ...] = Field(description="Les douze mois, dans l'ordre")
    between: tuple[str, ...] = Field(description="Mots entre un nombre et son unité : « premiers »")
    ones: tuple[str, ...] = Field(description="Unités après lesquelles « un » est un nombre")
    per_month: tuple[str, ...] = Field(description="Ce qui rapporte un prix au mois")
    per_year: tuple[str, ...] = Field(description="Ce qui le rapporte à l'an")
    per_day: tuple[str, ...] = Field(description="Ce qui le rapporte au jour")
    per_operation: tuple[str, ...] = Field(description="Ce qui le rapporte à l'opération")
    within: tuple[str, ...] = Field(description="Ce qui fait d'heures un délai : « sous 48 heures »")
    times: tuple[str, ...] = Field(description="Ce qui multiplie : « trois fois huit »")
    kinds: tuple[KindWords, ...] = Field(description="Mots qui annoncent une nature de chiffre")
    says_limit: tuple[str, ...] = Field(description="Le conseiller dit ce qu'il décide seul")
    says_mine: tuple[str, ...] = Field(description="Sa délégation, nommée comme telle")
    says_how_much: tuple[str, ...] = Field(description="Le client demande un chiffre")
    says_around: tuple[str, ...] = Field(
        description="Ce qui, juste avant, fait d'un chiffre un ordre de grandeur"
    )
    says_grants: tuple[str, ...] = Field(description="Il accorde une somme, une remise, un taux")
    steps: tuple[str, ...] = Field(description="Verbes d'une hausse ou d'une baisse : « baisse de »")
    says_no_limit: tuple[str, ...] = Field(description="Il dit qu'il ne décide pas, ou que la somme dépasse")
    says_difference: tuple[str, ...] = Field(description="Un écart ou un reste, non un prix")
    says_elsewhere: tuple[str, ...] = Field(description="Le chiffre d'une autre maison")
    says_here: tuple[str, ...] = Field(description="Le nôtre")
    says_past: tuple[str, ...] = Field(description="Un chiffre d'autrefois")
    says_life: tuple[str, ...] = Field(description="Ce qui est au client : son loyer, son effort, son solde")
    says_supposes: tuple[str, ...] = Field(description="Une supposition")
    says_vague: tuple[str, ...] = Field(description="Façons de parler d'un chiffre sans le dire")
    says_doubt: tuple[str, ...] = Field(description="Doutes déclarés : ce n'est pas une affirmation")
    says_correction: tuple[str, ...] = Field(description="Façons de se reprendre")
    rules: tuple[StatedRule, ...] = Field(description="Affirmations sans chiffre, justes ou fausses")


class Numbers(Model):
    """French number words."""

    words: dict[str, int] = Field(description="zéro à seize, dizaines, cent, mille")
    half: tuple[str, ...] = Field(description="« et demi »")
    comma: tuple[str, ...] = Field(description="Séparateurs décimaux dits : « virgule »")
    large: dict[str, int] = Field(description="Multiplicateurs : million, k")


class Feedback(Model):
    """``feedback/1``: every French sentence the engine assembles."""

    format: Literal["feedback/1"] = Field(alias="schema")
    sentences: dict[str, str] = Field(description="Phrases à trous, par nom")
    silent: tuple[str, ...] = Field(description="Mots sans contenu, ignorés quand on compare des paroles")
    says_puzzled: tuple[str, ...] = Field(description="Le client ne comprend pas")
    says_relief: tuple[str, ...] = Field(description="Le client se range, se rassure ou remercie")
    says_denies: tuple[str, ...] = Field(description="Le client dément ce qu'on lui prête")
    says_confirms: tuple[str, ...] = Field(
        description="Le client confirme un résumé, ou n'y reprend qu'un point"
    )
    says_agrees: tuple[str, ...] = Field(description="Le conseiller donne raison au client")
    says_objects: tuple[str, ...] = Field(description="Il le dément ou nuance")
    says_dismisses: tuple[str, ...] = Field(description="Une objection est balayée : « oui mais »")
    says_refusal: tuple[str, ...] = Field(description="Le client refuse, s'agace ou part")
    says_yes: tuple[str, ...] = Field(description="Premiers mots d'un accord")
    says_discards: tuple[str, ...] = Field(description="Un produit est nommé pour être écarté")
    says_proposes: tuple[str, ...] = Field(description="Un produit est nommé pour être proposé")
    says_validates: tuple[str, ...] = Field(description="Demandes de validation d'une synthèse")
    says_emotions: tuple[str, ...] = Field(description="Mots d'émotion et de peine")
    says_opens: tuple[str, ...] = Field(description="Mots d'une question qui fait raconter")
    says_invites: tuple[str, ...] = Field(description="Invitations à raconter ou à préciser, sans question")
    says_closes: tuple[str, ...] = Field(description="Questions d'état civil ou de simple accord")
    says_past: tuple[str, ...] = Field(description="Ce qui est passé et ne fixe pas de suite")
    says_negates: tuple[str, ...] = Field(description="Un produit est nommé sans être proposé")
    says_rejects: tuple[str, ...] = Field(description="Négations qui écartent le produit nommé juste après")
    says_begs: tuple[str, ...] = Field(description="Phrases adressées à l'évaluateur")
    says_days: tuple[str, ...] = Field(description="Jours et moments qui datent une suite")
    says_controls: tuple[str, ...] = Field(description="Le conseiller vérifie qu'il a répondu")
    says_concludes: tuple[str, ...] = Field(description="Le conseiller récapitule les décisions")
    says_feels: tuple[str, ...] = Field(description="Façons de dire que l'on comprend ce que vit l'autre")
    says_commits: tuple[str, ...] = Field(description="Le conseiller accorde une somme")
    says_refers: tuple[str, ...] = Field(description="Il dit que d'autres décident")
    says_fraud: tuple[str, ...] = Field(description="On parle d'une fraude ou d'un paiement contesté")
    says_familiar: tuple[str, ...] = Field(description="Tutoiement et familiarités de l'écrit")
    numbers: Numbers
    figures: FigureWords

    def say(self, name: str, **slots: str) -> str:
        """A sentence by its name, slots filled."""
        return self.sentences[name].format(**slots)
