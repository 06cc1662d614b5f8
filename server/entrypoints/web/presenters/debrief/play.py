"""The annotated play: every turn whole, in scenes, with its margin."""

from collections.abc import Sequence

from server.domain.client.move import Move
from server.domain.transcript import Turn
from server.entrypoints.web.presenters.debrief.margins import Margin, Sources, margins_of
from server.entrypoints.web.presenters.debrief.model import NoteKind, Scene, TrustShift, TurnView
from server.entrypoints.web.presenters.debrief.places import cut
from server.entrypoints.web.presenters.debrief.scenes import Stretch
from server.entrypoints.web.presenters.debrief.turns import replay_from

MENDED: tuple[NoteKind, ...] = ("mend", "missed", "figure", "fact_missed")


def scenes_of(sources: Sources, cuts: Sequence[Stretch]) -> tuple[Scene, ...]:
    """The play, cut in scenes."""
    margins = margins_of(sources)
    moves = {move.turn: move for move in sources.moves}
    before = _trust_before(sources)
    scenes = []
    for place, stretch in enumerate(cuts):
        turns = tuple(
            _turn(sources, turn, margins.get(turn.n, Margin()), moves.get(turn.n), before)
            for turn in sources.transcript.turns[stretch.first - 1 : stretch.last]
        )
        again = any(one.step == stretch.step for one in cuts[:place])
        scenes.append(Scene(stretch.step, stretch.first, stretch.last, again, turns))
    return tuple(scenes)


def _turn(
    sources: Sources, turn: Turn, margin: Margin, move: Move | None, before: dict[int, int]
) -> TurnView:
    moved = move is not None and move.trust != before.get(turn.n, move.trust)
    shifts = tuple(
        TrustShift(cause.delta, cause.why)
        for cause in (move.causes if move is not None else ())
        if cause.delta
    )
    flagged = any(note.kind in MENDED for note in margin.notes)
    follows = turn.speaker == "advisor" or flagged
    return TurnView(
        n=turn.n,
        speaker=turn.speaker,
        at=turn.at,
        pieces=cut(turn.text, margin.marks),
        notes=tuple(margin.notes),
        trust=move.trust if move is not None and (moved or shifts) else None,
        shifts=shifts,
        replay=replay_from(sources.transcript, turn.n) if sources.replays and follows else None,
        flagged=flagged,
    )


def _trust_before(sources: Sources) -> dict[int, int]:
    level = sources.scenario.mood.start
    before = {}
    for move in sources.moves:
        before[move.turn] = level
        level = move.trust
    return before
