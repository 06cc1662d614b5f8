"""What an administrator sees of an installation: versions, content, costs, never what learners said."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from server.domain.llm.faults import told
from server.domain.llm.usage import Usage, total
from server.usecases.ports import Library, VoiceStatus
from server.usecases.voice_usage import InterviewUsage


@dataclass(frozen=True, slots=True)
class UsageRow:
    """The model's work in one interview."""

    scenario: str
    at: datetime
    turns: int
    by_model: int
    usage: Usage
    faults: tuple[tuple[str, int], ...]
    caught: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class AdministrationView:
    """The installation at a glance."""

    version: str
    voice: VoiceStatus
    voice_fault: str
    catalogue_date: str
    scenarios: tuple[tuple[str, str], ...]
    rubrics: tuple[str, ...]
    usage: tuple[UsageRow, ...]
    spent: Usage


def administration_view(
    library: Library,
    voice: VoiceStatus,
    version: str,
    usage: Sequence[InterviewUsage] = (),
    moment: Callable[[float], datetime] = datetime.fromtimestamp,
) -> AdministrationView:
    """Gather it from the library and the interviews' figures."""
    return AdministrationView(
        version=version,
        voice=voice,
        voice_fault=told(voice.fault) if voice.fault else "",
        catalogue_date=library.catalogue.date,
        scenarios=tuple((item.id, item.title) for item in library.scenarios()),
        rubrics=tuple(item.title for item in library.rubrics()),
        usage=tuple(_row(item, moment) for item in usage),
        spent=total(item.usage for item in usage),
    )


def _row(item: InterviewUsage, moment: Callable[[float], datetime]) -> UsageRow:
    faults = tuple((told(code), times) for code, times in item.faults)
    return UsageRow(
        item.scenario, moment(item.at), item.turns, item.by_model, item.usage, faults, item.caught
    )
