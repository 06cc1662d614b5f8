"""The client record the advisor filled, field by field, against what the scenario expects."""

from collections.abc import Mapping
from typing import Any, Literal

from server.domain.phrases import says
from server.domain.scenario import RecordField, Scenario

State = Literal["right", "wrong", "empty"]


def record_states(filled: Mapping[str, Any] | None, scenario: Scenario) -> dict[str, State]:
    """State of every expected field; every group of phrases must be found for a field to be right."""
    given = filled or {}
    return {field.id: _state(str(given.get(field.id) or ""), field) for field in scenario.record}


def _state(text: str, field: RecordField) -> State:
    if not any(char.isalnum() for char in text):
        return "empty"
    return "right" if all(says(text, group) for group in field.needs) else "wrong"
