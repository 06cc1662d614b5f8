"""Compare the engine with the annotators of a gold corpus."""

from collections.abc import Iterable

from server.domain.agreement import AgreementReport, Case, Gold, GoldItem, case_of, compare
from server.domain.errors import BadInput, NotFound
from server.usecases.ports import Library
from server.usecases.score import score


def agreement(library: Library, gold: Gold, items: Iterable[GoldItem] | None = None) -> AgreementReport:
    """Score every transcript, then compare. ``items``: the corpus' own items, wrapped to follow the progress.

    Raises BadInput for a transcript whose scenario is unknown.
    """
    cases: list[Case] = []
    engine = ""
    for item in gold.items if items is None else items:
        try:
            assessment, _ = score(library, item.transcript)
        except NotFound as error:
            raise BadInput(f"{item.source}, champ « scenario » : {error.message}") from error
        cases.append(case_of(item, assessment))
        engine = f"{assessment.engine.name} {assessment.engine.version}"
    return compare(cases, gold.annotators, corpus=gold.name, engine=engine)
