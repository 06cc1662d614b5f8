"""The client record to fill: labels and what the advisor wrote. Never what was expected."""

from collections.abc import Mapping
from dataclasses import dataclass

from server.domain.scenario import Scenario
from server.entrypoints.web.presenters.prepare import ClientFile, client_file
from server.entrypoints.web.presenters.shared import Caller, caller_of

APPOINTMENT = ("prochain_rdv", "objet_rdv", "suite")


@dataclass(frozen=True, slots=True)
class RecordEntry:
    """One field."""

    id: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class RecordView:
    """The record of one interview: what was learnt, then what was agreed."""

    interview: str
    caller: Caller
    ended: bool
    fields: tuple[RecordEntry, ...]
    agreed: tuple[RecordEntry, ...]
    filled: int
    file: ClientFile


def record_view(
    scenario: Scenario, values: Mapping[str, str] | None, *, interview: str = "", ended: bool = False
) -> RecordView:
    """The record's form, with the values kept so far."""
    kept = values or {}
    entries = tuple(RecordEntry(item.id, item.label, kept.get(item.id, "")) for item in scenario.record)
    return RecordView(
        interview=interview,
        caller=caller_of(scenario),
        ended=ended,
        fields=tuple(entry for entry in entries if entry.id not in APPOINTMENT),
        agreed=tuple(entry for entry in entries if entry.id in APPOINTMENT),
        filled=sum(bool(entry.value) for entry in entries),
        file=client_file(scenario),
    )


@dataclass(frozen=True, slots=True)
class WaitView:
    """The debrief while it is being made. ``failed`` is the engine's sentence when it could not."""

    interview: str
    caller: Caller
    has_record: bool
    failed: str


def wait_view(scenario: Scenario, interview: str, failed: str | None = None) -> WaitView:
    """The waiting page of a debrief."""
    return WaitView(interview, caller_of(scenario), bool(scenario.record), failed or "")
