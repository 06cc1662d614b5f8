"""The ribbon: positions in the units of its viewBox, and the table that says the same."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tick:
    """A vertical hairline. ``minute`` when times are known, else ``turn``."""

    x: float
    minute: int | None
    turn: int | None


@dataclass(frozen=True, slots=True)
class Band:
    """A step of the interview. ``size`` says which label fits: full, short or digit."""

    step: int
    x: float
    width: float
    size: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A change of trust."""

    x: float
    y: float
    down: bool
    label: str


@dataclass(frozen=True, slots=True)
class Gauge:
    """The trust curve with its scale; ``threshold`` is the hardest fact's."""

    path: str
    dots: tuple[Dot, ...]
    scale: tuple[tuple[int, float], ...]
    threshold: int | None
    threshold_y: float


@dataclass(frozen=True, slots=True)
class QuestionMark:
    """A question or a restatement: open, shut or restate."""

    x: float
    kind: str


@dataclass(frozen=True, slots=True)
class Bar:
    """Someone's speech, as long as its words."""

    turn: int
    x: float
    width: float
    mine: bool


@dataclass(frozen=True, slots=True)
class Flag:
    """Where to look: a priority or a missed fact. ``row`` keeps labels apart."""

    x: float
    kind: str
    rank: int
    row: int


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step in the equivalent table."""

    step: int
    spans: tuple[tuple[int, int], ...]
    start: float | None
    start_turn: int | None
    trust: int | None
    open: int
    shut: int
    restated: int


@dataclass(frozen=True, slots=True)
class Ribbon:
    """The whole interview at a glance."""

    seconds: float | None
    turns: int
    ticks: tuple[Tick, ...]
    bands: tuple[Band, ...]
    gauge: Gauge | None
    questions: tuple[QuestionMark, ...]
    bars: tuple[Bar, ...]
    flags: tuple[Flag, ...]
    rows: tuple[StepRow, ...]
    share: int
    open: int
    shut: int
    followed: int
    restated: int
