"""Findings on the catalogue: duplicate ids, two products under one name, figures without a value."""

from collections.abc import Iterator

from server.domain.catalogue import Catalogue
from server.domain.problems import Finding


def findings(catalogue: Catalogue) -> Iterator[Finding]:
    """Every finding, in the order of the file."""
    seen: set[str] = set()
    names: dict[str, str] = {}
    for at, product in enumerate(catalogue.products):
        if product.id in seen:
            yield Finding(
                ("products", at, "id"), f"le produit « {product.id} » est écrit deux fois.", "Gardez-en un."
            )
        seen.add(product.id)
        for phrase in product.says:
            if phrase in names and names[phrase] != product.id:
                yield Finding(
                    ("products", at, "says"),
                    f"« {phrase} » désigne déjà {names[phrase]}.",
                    "Une façon de nommer ne désigne qu'un produit.",
                )
            names[phrase] = product.id
        figures: set[str] = set()
        for place, figure in enumerate(product.figures):
            if figure.id in figures:
                yield Finding(
                    ("products", at, "figures", place),
                    f"le chiffre « {figure.id} » est écrit deux fois.",
                    "Gardez-en un.",
                )
            figures.add(figure.id)
            if figure.value is None and not figure.text:
                yield Finding(
                    ("products", at, "figures", place), "ce chiffre n'a pas de valeur.", "Écrivez « value »."
                )
