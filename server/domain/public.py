"""What a learner's browser may know of an event. Hidden facts, moves and readings never pass this door."""

from typing import Any

from server.domain.events import (
    AdvisorSaid,
    AssessmentFailed,
    ClientSaid,
    HintGiven,
    InterviewEnded,
    InterviewOpened,
    Mode,
    Recorded,
    TurnAnalysed,
)


def public(recorded: Recorded, mode: Mode, steps: tuple[int, ...] = ()) -> dict[str, Any]:
    """The wire form of an event: its place, its kind, and only what this reader may see."""
    event = recorded.event
    data: dict[str, Any] = {}
    match event:
        case InterviewOpened():
            data = {"scenario": event.scenario, "mode": event.mode, "channel": event.channel}
        case AdvisorSaid():
            data = {"turn": event.turn, "text": event.text, "say_id": event.say_id}
        case TurnAnalysed():
            data = {"turn": event.turn} | ({"steps": list(steps)} if mode == "training" else {})
        case ClientSaid():
            data = {"turn": event.turn, "text": event.text, "voice": event.voice}
        case HintGiven():
            data = {"turn": event.turn, "text": event.text}
        case InterviewEnded():
            data = {"by": event.by}
        case AssessmentFailed():
            data = {"message": event.message}
    return {"type": "event", "seq": recorded.seq, "at": recorded.at, "kind": event.kind, "data": data}
