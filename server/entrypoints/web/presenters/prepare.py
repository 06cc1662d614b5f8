"""What an advisor has before the interview. Nothing of the scenario beyond its visible part passes here."""

from dataclasses import dataclass

from server.domain.catalogue import Catalogue
from server.domain.rubric import Rubric
from server.domain.scenario import Scenario
from server.entrypoints.web.presenters.catalogue import CatalogueView, catalogue_view
from server.entrypoints.web.presenters.shared import Caller, Sig, caller_of, observed_sigs

SECONDS = 60


@dataclass(frozen=True, slots=True)
class FileSection:
    """A part of the bank's file: label and value, empty when nobody filled it."""

    name: str
    entries: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ClientFile:
    """The client's file as the bank's software shows it; it can be wrong."""

    sections: tuple[FileSection, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class PrepareView:
    """The preparation page."""

    caller: Caller
    rubric: str
    place: str
    objective: str
    sigs: tuple[Sig, ...]
    file: ClientFile
    catalogue: CatalogueView
    preparation_seconds: int
    client_gender: str


def prepare_view(scenario: Scenario, rubric: Rubric, catalogue: Catalogue) -> PrepareView:
    """The preparation of one interview."""
    return PrepareView(
        caller=caller_of(scenario),
        rubric=rubric.title,
        place=scenario.place,
        objective=scenario.objective,
        sigs=observed_sigs(scenario, rubric),
        file=client_file(scenario),
        catalogue=catalogue_view(catalogue),
        preparation_seconds=scenario.preparation_minutes * SECONDS,
        client_gender=gender_of(scenario),
    )


def client_file(scenario: Scenario) -> ClientFile:
    """The visible file, grouped by section in the order written."""
    sections: dict[str, list[tuple[str, str]]] = {}
    for entry in scenario.file:
        sections.setdefault(entry.section, []).append((entry.label, entry.value))
    return ClientFile(
        tuple(FileSection(name, tuple(entries)) for name, entries in sections.items()), scenario.reason
    )


def gender_of(scenario: Scenario) -> str:
    """``f`` or ``m``, for « la cliente » or « le client »."""
    return "f" if scenario.persona.title == "Madame" else "m"
