"""The dated catalogue as a page or a drawer reads it."""

from dataclasses import dataclass

from server.domain.catalogue import Catalogue, Delegation, Product


@dataclass(frozen=True, slots=True)
class ProductView:
    """One product: its figures as displayed, its cautions."""

    id: str
    name: str
    eligibility: str
    figures: tuple[tuple[str, str], ...]
    cautions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DelegationView:
    """What the advisor decides alone, and who decides beyond."""

    label: str
    limit: float | None
    unit: str
    scope: str
    beyond: str


@dataclass(frozen=True, slots=True)
class FamilyView:
    """Products of one family, in catalogue order."""

    category: str
    products: tuple[ProductView, ...]


@dataclass(frozen=True, slots=True)
class CatalogueView:
    """The whole catalogue at its date."""

    bank: str
    branch: str
    date: str
    products: tuple[ProductView, ...]
    families: tuple[FamilyView, ...]
    delegations: tuple[DelegationView, ...]
    complaints: str
    mediator: str


@dataclass(frozen=True, slots=True)
class Colophon:
    """The foot of every page."""

    bank: str
    date: str
    notice: str


def catalogue_view(catalogue: Catalogue) -> CatalogueView:
    """Everything an advisor may look up."""
    views = {product.id: _product(product) for product in catalogue.products}
    families: dict[str, list[ProductView]] = {}
    for product in catalogue.products:
        families.setdefault(product.category, []).append(views[product.id])
    return CatalogueView(
        bank=catalogue.bank.name,
        branch=catalogue.bank.branch,
        date=catalogue.date,
        products=tuple(views.values()),
        families=tuple(FamilyView(name, tuple(items)) for name, items in families.items()),
        delegations=tuple(_delegation(item) for item in catalogue.delegations),
        complaints=catalogue.bank.complaints,
        mediator=catalogue.bank.mediator,
    )


def colophon(catalogue: Catalogue) -> Colophon:
    """The foot of the pages: house, date of the tariff, warning."""
    return Colophon(catalogue.bank.name, catalogue.date, catalogue.bank.notice)


def _product(product: Product) -> ProductView:
    return ProductView(
        id=product.id,
        name=product.name,
        eligibility=product.eligibility,
        figures=tuple((figure.label, figure.text) for figure in product.figures),
        cautions=product.cautions,
    )


def _delegation(item: Delegation) -> DelegationView:
    return DelegationView(item.label, item.limit, item.unit, item.scope, item.beyond)
