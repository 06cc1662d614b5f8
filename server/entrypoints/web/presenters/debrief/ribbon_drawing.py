"""Draws the ribbon in a frame: steps, trust, questions, speech and my share of it, along the words said."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.domain.analysis.acts import Reading
from server.domain.client.move import Move
from server.domain.scenario import Scenario
from server.domain.transcript import Transcript
from server.entrypoints.web.presenters.debrief.ribbon_frame import Axis, Frame
from server.entrypoints.web.presenters.debrief.ribbon_model import (
    Band,
    Bar,
    Dot,
    Drawing,
    Flag,
    Gauge,
    QuestionMark,
    ShareCurve,
    Tick,
)
from server.entrypoints.web.presenters.debrief.scenes import Stretch

OPEN = ("Q-OUVERTE",)
SHUT = ("Q-FERMEE", "Q-ALTERNATIVE", "Q-ORIENTEE")
RESTATED = ("REFORM-SIMPLE", "REFORM-SYNTHESE")
_KINDS = {
    **dict.fromkeys(OPEN, "open"),
    **dict.fromkeys(SHUT, "shut"),
    **dict.fromkeys(RESTATED, "restate"),
}
TRUST_STEP = 10
CHAR, PAD = 7.6, 14.0
FULL_NAME, SHORT_NAME = 15, 6
MINUTE = 60
TURNS_APART = 6
FLAG_ROWS = 3
REACH = 2
SPEECH_MARK = 40
WHOLE = 100


@dataclass(frozen=True, slots=True)
class Material:
    """What a ribbon is drawn from."""

    scenario: Scenario
    transcript: Transcript
    said: Sequence[Reading]
    moves: Sequence[Move]
    cuts: Sequence[Stretch]
    looks: Sequence[tuple[int, str, int]]


def draw(seen: Material, frame: Frame) -> Drawing:
    """The ribbon in one frame."""
    axis = Axis(seen.transcript, frame)
    turns = seen.transcript.turns
    return Drawing(
        frame=frame,
        ticks=_ticks(seen.transcript, axis),
        bands=tuple(_band(stretch, axis) for stretch in seen.cuts),
        gauge=_gauge(seen.scenario, seen.moves, axis, frame.trust) if frame.trust else None,
        questions=_questions(seen.transcript, seen.said, axis),
        bars=tuple(
            Bar(turn.n, axis.start(turn.n), axis.width(turn.n), turn.speaker == "advisor") for turn in turns
        ),
        curve=_curve(seen.transcript, axis) if len(turns) > 1 else None,
        flags=_flags(seen.looks, axis),
    )


def share_of(transcript: Transcript, words: Sequence[int], first: int, last: int) -> int:
    """My share of the words from a turn to another, in percent."""
    counts = [
        (words[turn.n - 1], turn.speaker == "advisor") for turn in transcript.turns[max(0, first - 1) : last]
    ]
    mine = sum(count for count, own in counts if own)
    return round(WHOLE * mine / max(1, sum(count for count, _ in counts)))


def _ticks(transcript: Transcript, axis: Axis) -> tuple[Tick, ...]:
    times = [turn.at for turn in transcript.turns]
    known = [time for time in times if time is not None]
    room = axis.frame.label
    if len(known) < len(times) or not known or known[-1] < MINUTE:
        marks = [Tick(axis.start(turn.n), None, turn.n) for turn in transcript.turns]
        return _apart([mark for mark in marks if (mark.turn or 0) % TURNS_APART == 1], room)
    apart = 1 if known[-1] < 5 * MINUTE else 2 if known[-1] < 16 * MINUTE else 5
    ticks = [Tick(axis.frame.left, 0, None)]
    for turn, time in zip(transcript.turns, known, strict=True):
        minute = int(time // (apart * MINUTE)) * apart
        x = axis.start(turn.n)
        if minute > (ticks[-1].minute or 0) and x - ticks[-1].x > room:
            ticks.append(Tick(x, minute, None))
    return tuple(ticks)


def _apart(ticks: Sequence[Tick], room: float) -> tuple[Tick, ...]:
    kept: list[Tick] = []
    for tick in ticks:
        if not kept or tick.x - kept[-1].x > room:
            kept.append(tick)
    return tuple(kept)


def _band(stretch: Stretch, axis: Axis) -> Band:
    x = axis.start(stretch.first)
    width = round(axis.end(stretch.last) - x, 1)
    size = "digit"
    if width > FULL_NAME * CHAR + PAD + 2 * CHAR:
        size = "full"
    elif width > SHORT_NAME * CHAR + PAD + 2 * CHAR:
        size = "short"
    return Band(stretch.step, x, width, size)


def _gauge(scenario: Scenario, moves: Sequence[Move], axis: Axis, track: tuple[float, float]) -> Gauge:
    top, bottom = track
    start = scenario.mood.start
    threshold = max((fact.threshold for fact in scenario.facts), default=0) or None
    levels = [start, *(move.trust for move in moves), *([threshold] if threshold else [])]
    low = max(0, min(levels) // TRUST_STEP * TRUST_STEP - TRUST_STEP)
    high = min(WHOLE, -(-max(levels) // TRUST_STEP) * TRUST_STEP)
    span = max(1, high - low)

    def y(level: int) -> float:
        return round(bottom - (level - low) / span * (bottom - top), 1)

    path = f"M{axis.frame.left:g} {y(start)}"
    level, dots = start, []
    ranked = sorted(moves, key=lambda move: move.trust)
    labelled = {ranked[0].turn, ranked[-1].turn} if ranked else set()
    shown = axis.frame.left - axis.frame.label
    for move in moves:
        if move.trust == level:
            continue
        x = axis.start(move.turn)
        path += f"H{x}V{y(move.trust)}"
        label = ""
        if move.turn in labelled and x - shown > axis.frame.label:
            label, shown = str(move.trust), x
        dots.append(Dot(x, y(move.trust), move.trust < level, label))
        level = move.trust
    path += f"H{axis.frame.right:g}"
    scale = [(low, y(low)), (high, y(high))]
    if threshold is not None:
        scale = [(value, at) for value, at in scale if abs(at - y(threshold)) > CHAR * 2]
    return Gauge(path, tuple(dots), tuple(scale), threshold, y(threshold or low))


def _questions(transcript: Transcript, said: Sequence[Reading], axis: Axis) -> tuple[QuestionMark, ...]:
    marks: list[QuestionMark] = []
    for reading in said:
        text = transcript.turn(reading.turn).text
        for act in reading.acts:
            kind = _KINDS.get(act.act)
            if kind:
                marks.append(QuestionMark(axis.inside(reading.turn, act.start / max(1, len(text))), kind))
    frame = axis.frame
    room = min(frame.mark, (frame.right - frame.left) / (len(marks) + 1))
    last = frame.right - room * len(marks)
    spread: list[QuestionMark] = []
    for mark in sorted(marks, key=lambda item: item.x):
        last += room
        least = spread[-1].x + room if spread else frame.left + room / 2
        spread.append(QuestionMark(round(min(max(mark.x, least), last), 1), mark.kind))
    return tuple(spread)


def _curve(transcript: Transcript, axis: Axis) -> ShareCurve:
    """My share around each turn: the turn, and ``REACH`` before and after."""
    top, bottom = axis.frame.share

    def y(share: int) -> float:
        return round(bottom - share / WHOLE * (bottom - top), 1)

    shares = [share_of(transcript, axis.words, turn.n - REACH, turn.n + REACH) for turn in transcript.turns]
    middles = [axis.inside(turn.n, 0.5) for turn in transcript.turns]
    peak = max(range(len(shares)), key=lambda place: shares[place])
    points = "L".join(f"{x} {y(share)}" for x, share in zip(middles, shares, strict=True))
    return ShareCurve(
        path=f"M{axis.frame.left:g} {y(shares[0])}L{points}H{axis.frame.right:g}",
        mark_y=y(SPEECH_MARK),
        peak=shares[peak],
        peak_turn=peak + 1,
        peak_x=middles[peak],
        peak_y=y(shares[peak]),
    )


def _flags(looks: Sequence[tuple[int, str, int]], axis: Axis) -> tuple[Flag, ...]:
    """Flags whose labels keep clear of one another: to the right of the line, to its left near the edge."""
    room, flags = axis.frame.flag, list[Flag]()
    spans: list[tuple[int, float, float]] = []
    for turn, kind, rank in sorted(looks):
        x = axis.start(turn)
        before = x > axis.frame.right - room
        first, last = (x - room, x) if before else (x, x + room)
        taken = {row for row, start, end in spans if start < last and first < end}
        row = next((place for place in range(FLAG_ROWS) if place not in taken), 0)
        spans.append((row, first, last))
        flags.append(Flag(x, kind, rank, row, before))
    return tuple(flags)
