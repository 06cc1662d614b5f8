"""Computes the ribbon: steps, trust, questions and speech along the words of the interview."""

from collections.abc import Sequence

from server.domain.analysis.acts import Reading
from server.domain.client.move import Move
from server.domain.scenario import Scenario
from server.domain.text import word_count
from server.domain.transcript import Transcript
from server.entrypoints.web.presenters.debrief.ribbon_model import (
    Band,
    Bar,
    Dot,
    Flag,
    Gauge,
    QuestionMark,
    Ribbon,
    StepRow,
    Tick,
)
from server.entrypoints.web.presenters.debrief.scenes import Stretch

LEFT, RIGHT = 118.0, 1050.0
GAP = 2.6
LEAST = 3.0
TRUST_TOP, TRUST_BOTTOM = 54.0, 178.0
TRUST_STEP = 10
CHAR, PAD = 7.6, 14.0
FULL_NAME, SHORT_NAME = 15, 6
FLAG_ROOM = 92.0
LABEL_ROOM = 64.0
OPEN = ("Q-OUVERTE",)
SHUT = ("Q-FERMEE", "Q-ALTERNATIVE", "Q-ORIENTEE")
RESTATED = ("REFORM-SIMPLE", "REFORM-SYNTHESE")
_KINDS = {
    **dict.fromkeys(OPEN, "open"),
    **dict.fromkeys(SHUT, "shut"),
    **dict.fromkeys(RESTATED, "restate"),
}
STEPS = (1, 2, 3, 4, 5, 6, 7)
MINUTE = 60
TURNS_APART = 6
MARK_ROOM = 16.0


class Axis:
    """Where each turn stands, by the words said; times only label it."""

    def __init__(self, transcript: Transcript) -> None:
        words = [max(1, word_count(turn.text)) for turn in transcript.turns]
        room = RIGHT - LEFT - GAP * len(words)
        scale = room / max(1, sum(words))
        self.starts: list[float] = []
        self.widths: list[float] = []
        at = LEFT
        for count in words:
            self.starts.append(at)
            self.widths.append(count * scale)
            at += count * scale + GAP
        self.words = words

    def start(self, turn: int) -> float:
        """Left of a turn."""
        return round(self.starts[turn - 1], 1) if turn <= len(self.starts) else RIGHT

    def end(self, turn: int) -> float:
        """Right of a turn, its gap included."""
        return self.start(turn + 1)

    def width(self, turn: int) -> float:
        """Width of a turn's bar."""
        return round(max(LEAST, self.widths[turn - 1]), 1)

    def inside(self, turn: int, share: float) -> float:
        """A place within a turn, 0 to 1."""
        return round(self.starts[turn - 1] + share * self.widths[turn - 1], 1)


def ribbon_of(
    scenario: Scenario,
    transcript: Transcript,
    readings: Sequence[Reading],
    moves: Sequence[Move],
    cuts: Sequence[Stretch],
    looks: Sequence[tuple[int, str, int]],
) -> Ribbon:
    """The ribbon and its table. ``looks`` are turns to flag: turn, kind, rank."""
    axis = Axis(transcript)
    turns = transcript.turns
    mine = sum(count for turn, count in zip(turns, axis.words, strict=True) if turn.speaker == "advisor")
    said = [reading for reading in readings if reading.speaker == "advisor" and reading.turn <= len(turns)]
    return Ribbon(
        seconds=turns[-1].at if turns else None,
        turns=len(turns),
        ticks=_ticks(transcript, axis),
        bands=tuple(_band(stretch, axis) for stretch in cuts),
        gauge=_gauge(scenario, [move for move in moves if move.turn <= len(turns)], axis) if moves else None,
        questions=_questions(transcript, said, axis),
        bars=tuple(
            Bar(turn.n, axis.start(turn.n), axis.width(turn.n), turn.speaker == "advisor") for turn in turns
        ),
        flags=_flags(looks, axis),
        rows=tuple(
            _row(step, transcript, said, moves, cuts)
            for step in (STEPS if any(one.step for one in cuts) else (0,))
        ),
        share=round(100 * mine / max(1, sum(axis.words))),
        open=_count(said, OPEN),
        shut=_count(said, SHUT),
        followed=_count(said, ("RELANCE",)),
        restated=_count(said, RESTATED),
    )


def _count(readings: Sequence[Reading], acts: tuple[str, ...]) -> int:
    return sum(act.act in acts for reading in readings for act in reading.acts)


def _ticks(transcript: Transcript, axis: Axis) -> tuple[Tick, ...]:
    times = [turn.at for turn in transcript.turns]
    known = [time for time in times if time is not None]
    if len(known) < len(times) or not known or known[-1] < MINUTE:
        return tuple(
            Tick(axis.start(turn.n), None, turn.n) for turn in transcript.turns if turn.n % TURNS_APART == 1
        )
    apart = 1 if known[-1] < 5 * MINUTE else 2 if known[-1] < 16 * MINUTE else 5
    ticks = [Tick(LEFT, 0, None)]
    for turn, time in zip(transcript.turns, known, strict=True):
        minute = int(time // (apart * MINUTE)) * apart
        x = axis.start(turn.n)
        if minute > (ticks[-1].minute or 0) and x - ticks[-1].x > LABEL_ROOM:
            ticks.append(Tick(x, minute, None))
    return tuple(ticks)


def _band(stretch: Stretch, axis: Axis) -> Band:
    x = axis.start(stretch.first)
    width = round(axis.end(stretch.last) - x, 1)
    size = "digit"
    if width > FULL_NAME * CHAR + PAD + 2 * CHAR:
        size = "full"
    elif width > SHORT_NAME * CHAR + PAD + 2 * CHAR:
        size = "short"
    return Band(stretch.step, x, width, size)


def _gauge(scenario: Scenario, moves: Sequence[Move], axis: Axis) -> Gauge:
    start = scenario.mood.start
    threshold = max((fact.threshold for fact in scenario.facts), default=0) or None
    levels = [start, *(move.trust for move in moves), *([threshold] if threshold else [])]
    low = max(0, min(levels) // TRUST_STEP * TRUST_STEP - TRUST_STEP)
    high = min(100, -(-max(levels) // TRUST_STEP) * TRUST_STEP)
    span = max(1, high - low)

    def y(level: int) -> float:
        return round(TRUST_BOTTOM - (level - low) / span * (TRUST_BOTTOM - TRUST_TOP), 1)

    path = f"M{LEFT} {y(start)}"
    level, dots = start, []
    ranked = sorted(moves, key=lambda move: move.trust)
    labelled = {ranked[0].turn, ranked[-1].turn} if ranked else set()
    shown = LEFT - LABEL_ROOM
    for move in moves:
        if move.trust == level:
            continue
        x = axis.start(move.turn)
        path += f"H{x}V{y(move.trust)}"
        label = ""
        if move.turn in labelled and x - shown > LABEL_ROOM:
            label, shown = str(move.trust), x
        dots.append(Dot(x, y(move.trust), move.trust < level, label))
        level = move.trust
    path += f"H{RIGHT}"
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
    spread: list[QuestionMark] = []
    for mark in sorted(marks, key=lambda item: item.x):
        x = max(mark.x, spread[-1].x + MARK_ROOM) if spread else mark.x
        spread.append(QuestionMark(round(x, 1), mark.kind))
    return tuple(spread)


def _flags(looks: Sequence[tuple[int, str, int]], axis: Axis) -> tuple[Flag, ...]:
    flags: list[Flag] = []
    for turn, kind, rank in sorted(looks):
        x = axis.start(turn)
        taken = {flag.row for flag in flags if abs(flag.x - x) < FLAG_ROOM}
        row = next((place for place in range(3) if place not in taken), 0)
        flags.append(Flag(x, kind, rank, row))
    return tuple(flags)


def _row(
    step: int,
    transcript: Transcript,
    said: Sequence[Reading],
    moves: Sequence[Move],
    cuts: Sequence[Stretch],
) -> StepRow:
    own = [stretch for stretch in cuts if stretch.step == step]
    inside = [reading for reading in said if any(one.first <= reading.turn <= one.last for one in own)]
    trust = None
    for move in moves:
        if own and move.turn <= own[-1].last:
            trust = move.trust
    first = own[0].first if own else None
    return StepRow(
        step=step,
        spans=tuple((stretch.first, stretch.last) for stretch in own),
        start=transcript.turn(first).at if first else None,
        start_turn=first,
        trust=trust,
        open=_count(inside, OPEN),
        shut=_count(inside, SHUT),
        restated=_count(inside, RESTATED),
    )
