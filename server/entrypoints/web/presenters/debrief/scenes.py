"""Cuts the interview in scenes: the step that weighs most in each advisor turn, with some inertia."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.domain.analysis.acts import Reading
from server.domain.client.move import Move
from server.domain.steps import STEPS
from server.domain.transcript import Transcript

CONTACT, OBJECTIONS, LEAVING = 2, 5, 7
PULL = 1.5
SHORT = 2
_STEP_OF = {act: step for step, acts in STEPS.items() for act in acts}


@dataclass(frozen=True, slots=True)
class Stretch:
    """Consecutive turns of one step."""

    step: int
    first: int
    last: int


def stretches(
    transcript: Transcript, readings: Sequence[Reading], moves: Sequence[Move]
) -> tuple[Stretch, ...]:
    """The interview as stretches of steps, in order, without a gap."""
    raised = {move.turn for move in moves if move.raised or move.insisted}
    acts = {reading.turn: reading for reading in readings}
    steps: list[int] = []
    current = CONTACT
    for turn in transcript.turns:
        if turn.speaker == "advisor":
            current = _step(acts.get(turn.n), current, first=not any(steps[1:]))
        elif (turn.n in raised or _objects(acts.get(turn.n))) and _answers(acts.get(turn.n + 1)):
            current = OBJECTIONS
        steps.append(current)
    return _joined(_joined([Stretch(step, n, n) for n, step in enumerate(steps, start=1)]), least=SHORT)


def whole(transcript: Transcript) -> tuple[Stretch, ...]:
    """The interview in one piece: a written exchange has no steps of a sale."""
    return (Stretch(0, 1, len(transcript.turns)),) if transcript.turns else ()


def _joined(cuts: Sequence[Stretch], least: int = 0) -> tuple[Stretch, ...]:
    """Neighbours of one step as one stretch; a stretch of ``least`` turns or less between two gives way."""
    found: list[Stretch] = []
    for stretch in cuts:
        if len(found) > 1 and found[-2].step == stretch.step and found[-1].last - found[-1].first < least:
            found.pop()
        if found and found[-1].step == stretch.step:
            found[-1] = Stretch(stretch.step, found[-1].first, stretch.last)
        else:
            found.append(stretch)
    return tuple(found)


def _step(reading: Reading | None, current: int, *, first: bool) -> int:
    weights: dict[int, int] = {}
    for act in reading.acts if reading is not None else ():
        step = _STEP_OF.get(act.act)
        if step is not None:
            weights[step] = weights.get(step, 0) + act.end - act.start
    if not weights or (first and CONTACT in weights):
        return current
    if LEAVING in weights and len(weights) == 1:
        return LEAVING
    best = max(weights, key=lambda step: (weights[step], -step))
    return best if weights[best] > PULL * weights.get(current, 0) else current


def _objects(reading: Reading | None) -> bool:
    return reading is not None and reading.has("OBJECTION", "INSISTANCE")


def _answers(reading: Reading | None) -> bool:
    return reading is not None and reading.has(*STEPS[OBJECTIONS])
