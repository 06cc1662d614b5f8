"""What an administrator sees of an installation: versions and content, never what learners said."""

from dataclasses import dataclass

from server.usecases.ports import Library


@dataclass(frozen=True, slots=True)
class AdministrationView:
    """The installation at a glance."""

    version: str
    voice: str
    catalogue_date: str
    scenarios: tuple[tuple[str, str], ...]
    rubrics: tuple[str, ...]


def administration_view(library: Library, voice: str, version: str) -> AdministrationView:
    """Gather it from the library."""
    return AdministrationView(
        version=version,
        voice=voice,
        catalogue_date=library.catalogue.date,
        scenarios=tuple((item.id, item.title) for item in library.scenarios()),
        rubrics=tuple(item.title for item in library.rubrics()),
    )
