"""The bank's dated catalogue: the only place where a figure lives."""

from typing import Literal

from pydantic import Field

from server.domain.model import Model

FigureKind = Literal["rate", "price", "cap", "minimum", "delay", "fee", "condition", "example", "deductible"]
Unit = Literal[
    "eur",
    "eur_month",
    "eur_year",
    "eur_day",
    "eur_operation",
    "percent",
    "percent_year",
    "months",
    "days",
    "years",
    "seconds",
    "age",  # years lived, not a delay
    "clock",  # an hour of the day, 20.5 for half past eight
    "date",  # yyyymmdd
    "text",
]
Origin = Literal["F", "R", "G"]


class Figure(Model):
    """One figure of a product, with where it comes from."""

    id: str = Field(description="Identifiant court, unique dans le produit : taux, plafond…")
    label: str = Field(description="Libellé français affiché")
    kind: FigureKind = Field(description="Nature : taux, prix, plafond, minimum, délai, frais, condition…")
    value: float | None = Field(default=None, description="Valeur numérique, dans l'unité dite")
    unit: Unit = Field(default="text", description="Unité")
    text: str = Field(description="Valeur telle qu'on l'affiche : « 2,50 % », « 9,80 € par mois »")
    origin: Origin = Field(description="F fictif, R réglementé lu dans une source, G connaissance générale")
    also: tuple[float, ...] = Field(default=(), description="Autres nombres qui font partie de la valeur")
    says: tuple[str, ...] = Field(
        default=(), description="Mots qui désignent ce chiffre quand on parle du produit"
    )
    term: float | None = Field(default=None, description="Durée en années pour laquelle ce chiffre vaut")
    amounts: tuple[float, ...] = Field(
        default=(), description="Montant et durées de l'exemple : une autre somme, une autre durée l'écarte"
    )
    says_given: tuple[str, ...] = Field(
        default=(), description="Ce chiffre ne vaut que si l'on a parlé de ceci : le montant, la durée"
    )


class Product(Model):
    """Something the bank offers."""

    id: str = Field(pattern=r"^P-[A-Z0-9]+$", description="Identifiant, P-…")
    name: str = Field(description="Nom complet")
    short: str = Field(description="Nom court, comme on le dit")
    category: str = Field(description="Famille de produits")
    eligibility: str = Field(description="À qui, à quelles conditions")
    figures: tuple[Figure, ...] = Field(description="Chiffres datés")
    benefits: dict[str, str] = Field(default_factory=dict, description="Bénéfices par mobile d'achat")
    cautions: tuple[str, ...] = Field(
        default=(), description="Ce qu'il faut dire, ce qu'il ne faut pas promettre"
    )
    says: tuple[str, ...] = Field(
        description="Façons de le nommer, en minuscules sans accents ; * pour une fin libre"
    )
    says_loosely: tuple[str, ...] = Field(
        default=(), description="Mots qui peuvent y faire penser, sans le nommer : « livret », « assurance »"
    )
    online: bool = Field(default=False, description="Service en ligne")


class Law(Model):
    """A rule of law with its dated figures: a delay, a cap, a date. It belongs to no product."""

    id: str = Field(pattern=r"^law:[a-z-]+$", description="Identifiant, law:…")
    name: str = Field(description="De quoi elle parle")
    source: str = Field(description="Article, décret ou recommandation")
    says: tuple[str, ...] = Field(description="Façons d'en parler")
    says_loosely: tuple[str, ...] = Field(default=(), description="Mots qui peuvent y faire penser")
    figures: tuple[Figure, ...] = Field(min_length=1, description="Ses chiffres")


class Raised(Model):
    """What raises a duty: every condition given must hold. None given: always."""

    directions: tuple[str, ...] = Field(default=(), description="Sens du contact : outgoing, incoming…")
    channels: tuple[str, ...] = Field(default=(), description="Canaux : phone, chat…")
    rubrics: tuple[str, ...] = Field(default=(), description="Grilles où elle vaut toujours")
    offers: tuple[str, ...] = Field(default=(), description="Produits proposés, ou leurs familles")
    says_client: tuple[str, ...] = Field(default=(), description="Le client en parle")
    says_advisor: tuple[str, ...] = Field(default=(), description="Le conseiller en parle")


class Duty(Model):
    """What the law asks of the advisor in a situation: raised, then met, missing or broken."""

    id: str = Field(pattern=r"^D-[A-Z-]+$", description="Identifiant, D-…")
    text: str = Field(description="L'obligation")
    source: str = Field(description="Article, décret ou recommandation")
    when: Raised = Field(default_factory=Raised, description="Ce qui la fait naître")
    says: tuple[str, ...] = Field(default=(), description="Phrases qui la remplissent")
    acts: tuple[str, ...] = Field(default=(), description="Actes qui la remplissent")
    first: bool = Field(default=False, description="À remplir avant ce qui la fait naître")
    within: int = Field(default=0, description="Dans les premiers tours du conseiller ; 0 : n'importe quand")
    breaks: tuple[str, ...] = Field(default=(), description="Phrases qui la violent")
    covers: tuple[str, ...] = Field(
        default=(), description="Mots de l'obligation d'un scénario qui la dit déjà : elle n'est pas répétée"
    )


class Delegation(Model):
    """What the advisor may decide alone, and who decides beyond."""

    id: str = Field(description="Identifiant")
    label: str = Field(description="Objet de la délégation")
    limit: float | None = Field(default=None, description="Plafond ; absent : aucune délégation")
    unit: Literal["eur", "percent", "none"] = Field(description="Unité du plafond")
    refuses: Literal["eur", "percent"] | None = Field(
        default=None, description="Sans délégation : l'unité de ce qui ne s'accorde pas"
    )
    months: int | None = Field(default=None, description="Durée de ce qui est accordé, en mois")
    scope: str = Field(default="", description="Condition ou périmètre")
    beyond: str = Field(description="Qui décide au-delà")
    says: tuple[str, ...] = Field(default=(), description="Mots qui désignent cet objet")
    says_loosely: tuple[str, ...] = Field(default=(), description="Mots qui peuvent y faire penser")


class Bank(Model):
    """The (fictitious) house."""

    name: str = Field(description="Nom de la banque")
    insurance: str = Field(description="Filiale d'assurance")
    branch: str = Field(description="Agence")
    complaints: str = Field(description="Service des réclamations")
    mediator: str = Field(description="Médiateur")
    notice: str = Field(description="Avertissement affiché en pied de page")


class Catalogue(Model):
    """Products, figures and delegations at a date."""

    format: Literal["catalogue/1"] = Field(alias="schema", description="Version du format")
    date: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$", description="Date du tarif")
    bank: Bank
    delegations: tuple[Delegation, ...]
    laws: tuple[Law, ...] = ()
    duties: tuple[Duty, ...] = ()
    products: tuple[Product, ...]

    def product(self, product_id: str) -> Product | None:
        """The product of that id, or None."""
        return next((p for p in self.products if p.id == product_id), None)
