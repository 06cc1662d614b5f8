"""A learner's own space: everything kept about them as one document, and its erasure."""

from typing import Any

from server.domain.events import HintGiven, Recorded
from server.domain.interview import fold, transcript_of
from server.usecases.content import scenario_of
from server.usecases.open_interview import own_header
from server.usecases.ports import Engine, Header

INTERVIEW_FORMAT = "interview/1"
SPACE_FORMAT = "espace/1"


def export_interview(engine: Engine, owner: str, interview_id: str) -> dict[str, Any]:
    """One's own interview: ``transcript/1``, ``assessment/1`` when there is one, the hints. Raises NotFound."""
    return _document(engine, own_header(engine, owner, interview_id))


def export_all(engine: Engine, owner: str) -> dict[str, Any]:
    """Everything kept about a person, oldest first."""
    headers = reversed(engine.store.headers(owner))
    return {"schema": SPACE_FORMAT, "interviews": [_document(engine, header) for header in headers]}


def erase_all(engine: Engine, owner: str) -> list[str]:
    """Erase every interview of a person, events and all; gives their ids. Nothing is left to restore."""
    return engine.store.erase(owner)


def _document(engine: Engine, header: Header) -> dict[str, Any]:
    log = engine.store.read(header.id)
    interview = fold(log, scenario_of(engine, header))
    transcript = transcript_of(interview, header.id).model_dump(mode="json", by_alias=True)
    opened = interview.opened
    return {
        "schema": INTERVIEW_FORMAT,
        "id": header.id,
        "mode": header.mode,
        "opened_at": header.created_at,
        "branched_from": opened.branched_from if opened else None,
        "branched_turn": opened.branched_turn if opened else None,
        "transcript": {key: value for key, value in transcript.items() if value is not None},
        "assessment": interview.assessment,
        "hints": _hints(log),
    }


def _hints(log: list[Recorded]) -> list[dict[str, Any]]:
    return [
        {"turn": item.event.turn, "text": item.event.text}
        for item in log
        if isinstance(item.event, HintGiven)
    ]
