"""The view models of the debrief. Plain frozen data; words that are not content live in the templates."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from server.domain.assessment.model import ObligationCheck
from server.domain.events import Mode
from server.entrypoints.web.presenters.debrief.ribbon_model import Ribbon
from server.entrypoints.web.presenters.shared import BranchOrigin, Caller, HintLine, Level, Sig

NoteKind = Literal[
    "seen", "mend", "missed", "fact", "fact_missed", "objection", "resolved", "figure", "vague"
]


@dataclass(frozen=True, slots=True)
class Ref:
    """The call of a margin note, after the words it is about."""

    link: str
    ink: str
    code: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a turn under one mark at most. Joined, the pieces of a turn are its text."""

    text: str
    ink: str = ""
    minus: bool = False
    fact: bool = False
    links: tuple[str, ...] = ()
    crit: str = ""
    refs: tuple[Ref, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A margin note beside its turn."""

    link: str
    kind: NoteKind
    title: str
    body: str = ""
    sig: Sig | None = None
    better: str = ""
    detail: str = ""
    turn: int | None = None


@dataclass(frozen=True, slots=True)
class TrustShift:
    """One reason why trust moved."""

    delta: int
    why: str


@dataclass(frozen=True, slots=True)
class TurnView:
    """One turn of the annotated play. ``replay`` is the advisor turn a branch starts from."""

    n: int
    speaker: Literal["advisor", "client"]
    at: float | None
    pieces: tuple[Piece, ...]
    notes: tuple[Note, ...]
    trust: int | None
    shifts: tuple[TrustShift, ...]
    replay: int | None
    flagged: bool


@dataclass(frozen=True, slots=True)
class Scene:
    """Turns of one step of the interview (2 to 7); 0 when the steps are not those of a sale."""

    step: int
    first: int
    last: int
    again: bool
    turns: tuple[TurnView, ...]


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """A quote that proves, with its place."""

    turn: int
    quote: str
    plus: bool
    why: str
    answers: int | None


@dataclass(frozen=True, slots=True)
class MissedView:
    """An occasion not taken."""

    turn: int
    why: str
    suggestion: str
    replay: int | None


@dataclass(frozen=True, slots=True)
class CriterionView:
    """One criterion of the debrief."""

    sig: Sig
    level: Level
    weight: float
    derived_from: str
    reason: str
    capped: str
    rationale: str
    next_level: int | None
    next_step: str
    evidence: tuple[EvidenceView, ...]
    missed: tuple[MissedView, ...]
    ladder: tuple[str, ...]
    unsure: bool


@dataclass(frozen=True, slots=True)
class PriorityView:
    """What to work on first, with one's own words and a better line."""

    rank: int
    sig: Sig
    title: str
    why: str
    before: str
    quote: str
    after: str
    turn: int
    at: float | None
    reply: str
    reply_turn: int | None
    reference: str
    better: str
    replay: int | None


@dataclass(frozen=True, slots=True)
class FactView:
    """Something the client kept: found (where, by which question) or missed (what would have opened it)."""

    id: str
    title: str
    line: str
    found: bool
    turn: int | None
    asked_turn: int | None
    threshold: int
    trust: int | None
    prompt: str
    replay: int | None


StepName = Literal["acknowledge", "probe", "answer", "check"]


@dataclass(frozen=True, slots=True)
class ObjectionView:
    """An objection the client raised and its four moves: the advisor turn of each, or None."""

    text: str
    turn: int
    nature: str
    cause: str
    moves: tuple[tuple[StepName, int | None], ...]
    resolved: bool
    better: str
    replay: int | None


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A figure or a condition stated, against the catalogue."""

    verdict: str
    quote: str
    subject: str
    kind: str
    reference: str
    turn: int


@dataclass(frozen=True, slots=True)
class ClaimsView:
    """The figures section."""

    to_mend: tuple[ClaimRow, ...]
    right: tuple[ClaimRow, ...]
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Sum:
    """The indicative mark and how it was reached."""

    value: float | None
    official_value: float | None
    out_of: int
    terms: tuple[tuple[float, int], ...]
    weighted: bool
    official_only: bool


@dataclass(frozen=True, slots=True)
class Change:
    """A level that is not what it was in the interview this one replays."""

    sig: Sig
    before: int | None
    now: int | None


@dataclass(frozen=True, slots=True)
class DebriefView:
    """The whole debrief. ``interview`` is None for a shipped sample: nothing to replay.

    ``beside`` is another attempt at the same client to read this one against.
    """

    interview: str | None
    kind: str
    title: str
    rubric: str
    mode: Mode
    caller: Caller
    client_gender: str
    started: datetime | None
    seconds: float | None
    turns: int
    attempt: int
    attempts: int
    beside: str | None
    hints: tuple[HintLine, ...]
    origin: BranchOrigin | None
    changes: tuple[Change, ...]
    summary: str
    priorities: tuple[PriorityView, ...]
    criteria: tuple[CriterionView, ...]
    total: Sum
    ribbon: Ribbon
    sigs: tuple[Sig, ...]
    scenes: tuple[Scene, ...]
    facts: tuple[FactView, ...]
    objections: tuple[ObjectionView, ...]
    silent_objections: int
    claims: ClaimsView
    obligations: tuple[ObligationCheck, ...]
    unscored: tuple[CriterionView, ...]
    record: tuple[tuple[str, str], ...]
    has_record: bool
    warnings: tuple[str, ...]
    engine: str
    catalogue_date: str
    trust_shown: bool
