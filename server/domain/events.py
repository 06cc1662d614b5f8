"""The truth of an interview: an ordered list of events. Everything else is folded from them."""

from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from server.domain.analysis.acts import Reading
from server.domain.client.move import Move
from server.domain.llm.usage import Usage
from server.domain.model import Model
from server.domain.transcript import Channel

Mode = Literal["training", "exam"]


class InterviewOpened(Model):
    """The interview exists: its scenario and rubric as they were that day."""

    kind: Literal["interview_opened"] = "interview_opened"
    scenario: str
    scenario_hash: str
    rubric_hash: str
    catalogue_date: str
    mode: Mode
    channel: Channel
    seed: int
    branched_from: str | None = Field(default=None, description="Interview this one is a prefix of")
    branched_turn: int | None = Field(default=None, description="Advisor turn replayed")


class AdvisorSaid(Model):
    """An advisor turn, kept once per ``say_id``."""

    kind: Literal["advisor_said"] = "advisor_said"
    say_id: str
    turn: int
    text: str


class TurnAnalysed(Model):
    """What the analysis understood of that turn."""

    kind: Literal["turn_analysed"] = "turn_analysed"
    turn: int
    reading: Reading


class MoveChosen(Model):
    """What the client will do. Owed until its ClientSaid."""

    kind: Literal["move_chosen"] = "move_chosen"
    turn: int
    move: Move


class ClientSaid(Model):
    """The client's turn, whole. Only now are its facts revealed."""

    kind: Literal["client_said"] = "client_said"
    turn: int
    text: str
    lines: tuple[str, ...] = Field(default=(), description="Keys of the lines used")
    voice: str = Field(
        default="embedded", description="embedded, llm, or mixed: begun by one, ended by the other"
    )
    fault: str | None = Field(default=None, description="Why the voice had to fall back, if it had to")
    model: str | None = Field(default=None, description="Name of the language model, if one was asked")
    prompt: str | None = Field(default=None, description="Print of the prompt files")
    caught: tuple[str, ...] = Field(default=(), description="Rules of the guard that stopped a sentence")
    usage: Usage | None = Field(default=None, description="What the calls of this turn cost")


class RecordFilled(Model):
    """The client record as the advisor filled it; the last one counts."""

    kind: Literal["record_filled"] = "record_filled"
    fields: dict[str, str]


class HintGiven(Model):
    """A hint asked for in training."""

    kind: Literal["hint_given"] = "hint_given"
    turn: int
    text: str


class InterviewEnded(Model):
    """No more turns."""

    kind: Literal["interview_ended"] = "interview_ended"
    by: Literal["advisor", "client", "time"]
    outcome: str


class AssessmentReady(Model):
    """The engine's proposal."""

    kind: Literal["assessment_ready"] = "assessment_ready"
    assessment: dict[str, Any]


class AssessmentFailed(Model):
    """The engine could not; a failure is never a number."""

    kind: Literal["assessment_failed"] = "assessment_failed"
    message: str


Event = Annotated[
    InterviewOpened
    | AdvisorSaid
    | TurnAnalysed
    | MoveChosen
    | ClientSaid
    | RecordFilled
    | HintGiven
    | InterviewEnded
    | AssessmentReady
    | AssessmentFailed,
    Field(discriminator="kind"),
]

event_adapter: TypeAdapter[Event] = TypeAdapter(Event)


class Recorded(Model):
    """An event at its place: ``seq`` from 1 in its interview, ``at`` in seconds since the epoch."""

    seq: int
    at: float
    event: Event
