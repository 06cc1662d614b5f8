"""The ribbon: positions in the units of its viewBox, and the table that says the same."""

from dataclasses import dataclass

from server.entrypoints.web.presenters.debrief.ribbon_frame import Frame


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
class ShareCurve:
    """My share of the words over the turns around each moment; ``peak`` in percent, at a turn."""

    path: str
    mark_y: float
    peak: int
    peak_turn: int
    peak_x: float
    peak_y: float


@dataclass(frozen=True, slots=True)
class Flag:
    """Where to look: a priority or a missed fact. ``row`` and ``before`` (left of its line) keep labels apart."""

    x: float
    kind: str
    rank: int
    row: int
    before: bool


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step in the equivalent table. ``share`` is mine of the words of the step, in percent."""

    step: int
    spans: tuple[tuple[int, int], ...]
    start: float | None
    start_turn: int | None
    trust: int | None
    share: int | None
    open: int
    shut: int
    restated: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """The ribbon drawn in one frame."""

    frame: Frame
    ticks: tuple[Tick, ...]
    bands: tuple[Band, ...]
    gauge: Gauge | None
    questions: tuple[QuestionMark, ...]
    bars: tuple[Bar, ...]
    curve: ShareCurve | None
    flags: tuple[Flag, ...]


@dataclass(frozen=True, slots=True)
class Ribbon:
    """The whole interview at a glance, drawn twice: for a wide screen and for a phone."""

    seconds: float | None
    turns: int
    wide: Drawing
    narrow: Drawing
    rows: tuple[StepRow, ...]
    share: int
    open: int
    shut: int
    followed: int
    restated: int
