"""An interview as its events tell it: a pure fold. Live state equals a fresh fold, at every point."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from server.domain.analysis.acts import Reading
from server.domain.client.director import opening_state
from server.domain.client.move import Move
from server.domain.client.state import ClientState
from server.domain.errors import NotFound, WrongMoment
from server.domain.events import (
    AdvisorSaid,
    AssessmentFailed,
    AssessmentReady,
    ClientSaid,
    Event,
    HintGiven,
    InterviewEnded,
    InterviewOpened,
    MoveChosen,
    Recorded,
    RecordFilled,
    TurnAnalysed,
)
from server.domain.llm.usage import UNUSED, Usage
from server.domain.scenario import Scenario
from server.domain.transcript import Transcript, Turn


@dataclass(frozen=True)
class Interview:
    """Everything known of one interview after ``seq`` events."""

    client: ClientState
    opened: InterviewOpened | None = None
    opened_at: float = 0.0
    seq: int = 0
    at: float = 0.0
    turns: tuple[Turn, ...] = ()
    readings: tuple[Reading, ...] = ()
    moves: tuple[Move, ...] = ()
    said: dict[str, int] = field(default_factory=dict)
    owed: Move | None = None
    record: dict[str, str] | None = None
    hints: int = 0
    usage: Usage = UNUSED
    ended: InterviewEnded | None = None
    ended_at: float | None = None
    assessment: dict[str, Any] | None = None
    assessment_failed: str | None = None

    @property
    def next_turn(self) -> int:
        """Number of the next turn to be said."""
        return len(self.turns) + 1


def fold(events: Iterable[Recorded], scenario: Scenario) -> Interview:
    """Rebuild an interview from the beginning of its log."""
    interview = Interview(client=opening_state(scenario))
    for recorded in events:
        interview = after(interview, recorded)
    return interview


def after(interview: Interview, recorded: Recorded) -> Interview:
    """The interview once one more event has happened."""
    event: Event = recorded.event
    now = replace(interview, seq=recorded.seq, at=recorded.at)
    match event:
        case InterviewOpened():
            return replace(now, opened=event, opened_at=recorded.at)
        case AdvisorSaid():
            turn = Turn(n=event.turn, speaker="advisor", text=event.text, at=_elapsed(now, recorded))
            return replace(now, turns=(*now.turns, turn), said={**now.said, event.say_id: recorded.seq})
        case TurnAnalysed():
            return replace(now, readings=(*now.readings, event.reading))
        case MoveChosen():
            return replace(now, owed=event.move, moves=(*now.moves, event.move))
        case ClientSaid():
            turn = Turn(n=event.turn, speaker="client", text=event.text, at=_elapsed(now, recorded))
            move = now.owed
            mind = move.after if move is not None else now.client
            mind = mind.model_copy(update={"spoken": (*now.client.spoken, *event.lines)})
            used = now.usage + event.usage if event.usage else now.usage
            return replace(now, turns=(*now.turns, turn), client=mind, owed=None, usage=used)
        case RecordFilled():
            return replace(now, record=dict(event.fields))
        case HintGiven():
            return replace(now, hints=now.hints + 1)
        case InterviewEnded():
            return replace(now, ended=event, ended_at=recorded.at)
        case AssessmentReady():
            return replace(now, assessment=event.assessment, assessment_failed=None)
        case AssessmentFailed():
            return replace(now, assessment_failed=event.message)


def _elapsed(interview: Interview, recorded: Recorded) -> float:
    return round(max(0.0, recorded.at - interview.opened_at), 1)


def transcript_of(interview: Interview, interview_id: str) -> Transcript:
    """The interview as ``transcript/1``."""
    opened = interview.opened
    if opened is None:
        raise NotFound("Cet entretien n'existe pas.")
    return Transcript.model_validate(
        {
            "schema": "transcript/1",
            "id": interview_id,
            "scenario": opened.scenario,
            "channel": opened.channel,
            "register": "typed" if opened.channel in ("chat", "email") else "oral",
            "turns": [turn.model_dump() for turn in interview.turns],
            "ended_by": interview.ended.by if interview.ended else None,
            "client_record": interview.record,
        }
    )


def prefix(events: Iterable[Recorded], turn: int) -> list[Recorded]:
    """The conversation's events just before an advisor turn: what a branch inherits.

    Raises WrongMoment when that turn is not one the advisor said.
    """
    kept: list[Recorded] = []
    for recorded in events:
        event = recorded.event
        if isinstance(event, AdvisorSaid) and event.turn == turn:
            return kept
        if isinstance(event, ClientSaid):  # what the origin spent is counted there
            kept.append(recorded.model_copy(update={"event": event.model_copy(update={"usage": None})}))
        elif isinstance(event, AdvisorSaid | TurnAnalysed | MoveChosen):
            kept.append(recorded)
    raise WrongMoment(f"Le tour {turn} n'est pas un de vos tours : choisissez une de vos répliques.")
