"""The ribbon: its figures, its two drawings, and the table that says the same."""

from collections.abc import Sequence

from server.domain.analysis.acts import Reading
from server.domain.client.move import Move
from server.domain.scenario import Scenario
from server.domain.text import word_count
from server.domain.transcript import Transcript
from server.entrypoints.web.presenters.debrief.ribbon_drawing import (
    OPEN,
    RESTATED,
    SHUT,
    WHOLE,
    Material,
    draw,
    share_of,
)
from server.entrypoints.web.presenters.debrief.ribbon_frame import narrow_frame, wide_frame
from server.entrypoints.web.presenters.debrief.ribbon_model import Ribbon, StepRow
from server.entrypoints.web.presenters.debrief.scenes import Stretch

STEPS = (1, 2, 3, 4, 5, 6, 7)


def ribbon_of(
    scenario: Scenario,
    transcript: Transcript,
    readings: Sequence[Reading],
    moves: Sequence[Move],
    cuts: Sequence[Stretch],
    looks: Sequence[tuple[int, str, int]],
) -> Ribbon:
    """The ribbon and its table. ``looks`` are turns to flag: turn, kind, rank."""
    turns = transcript.turns
    said = [reading for reading in readings if reading.speaker == "advisor" and reading.turn <= len(turns)]
    known = [move for move in moves if move.turn <= len(turns)]
    seen = Material(scenario, transcript, said, known, cuts, looks)
    stepped = any(one.step for one in cuts)
    words = [max(1, word_count(turn.text)) for turn in turns]
    return Ribbon(
        seconds=turns[-1].at if turns else None,
        turns=len(turns),
        wide=draw(seen, wide_frame(stepped, bool(moves))),
        narrow=draw(seen, narrow_frame(stepped, bool(moves))),
        rows=tuple(_row(step, seen, words) for step in (STEPS if stepped else (0,))),
        share=share_of(transcript, words, 1, len(turns)),
        open=_count(said, OPEN),
        shut=_count(said, SHUT),
        followed=_count(said, ("RELANCE",)),
        restated=_count(said, RESTATED),
    )


def _count(readings: Sequence[Reading], acts: tuple[str, ...]) -> int:
    return sum(act.act in acts for reading in readings for act in reading.acts)


def _row(step: int, seen: Material, words: Sequence[int]) -> StepRow:
    own = [stretch for stretch in seen.cuts if stretch.step == step]
    inside = [reading for reading in seen.said if any(one.first <= reading.turn <= one.last for one in own)]
    trust = None
    for move in seen.moves:
        if own and move.turn <= own[-1].last:
            trust = move.trust
    first = own[0].first if own else None
    return StepRow(
        step=step,
        spans=tuple((stretch.first, stretch.last) for stretch in own),
        start=seen.transcript.turn(first).at if first else None,
        start_turn=first,
        trust=trust,
        share=_share(own, seen.transcript, words) if own else None,
        open=_count(inside, OPEN),
        shut=_count(inside, SHUT),
        restated=_count(inside, RESTATED),
    )


def _share(own: Sequence[Stretch], transcript: Transcript, words: Sequence[int]) -> int:
    """My share of the words of a step, over all its stretches."""
    inside = [turn for stretch in own for turn in transcript.turns[stretch.first - 1 : stretch.last]]
    mine = sum(words[turn.n - 1] for turn in inside if turn.speaker == "advisor")
    return round(WHOLE * mine / max(1, sum(words[turn.n - 1] for turn in inside)))
