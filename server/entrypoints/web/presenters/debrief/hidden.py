"""What the client kept for themselves and how they objected, told once the interview is over."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.domain.analysis.acts import Reading
from server.domain.client.move import Move
from server.domain.phrases import first_match, sentences, tokens
from server.domain.scenario import Fact, Objection, Scenario
from server.domain.transcript import Transcript
from server.entrypoints.web.presenters.debrief.model import FactView, ObjectionView, StepName
from server.entrypoints.web.presenters.debrief.places import sentence_around
from server.entrypoints.web.presenters.debrief.turns import replay_from

STEPS: tuple[StepName, ...] = ("acknowledge", "probe", "answer", "check")
ACTS: dict[StepName, tuple[str, ...]] = {
    "acknowledge": ("OBJ-ACCUEILLIR",),
    "probe": ("OBJ-CREUSER",),
    "answer": ("OBJ-REPONDRE",),
    "check": ("OBJ-CONTROLER",),
}
SAME = 0.6
REACH = 4


@dataclass(frozen=True, slots=True)
class Told:
    """A fact said by the client: the turn, and the words."""

    turn: int
    start: int
    end: int


def told_facts(
    scenario: Scenario, transcript: Transcript, moves: Sequence[Move], readings: Sequence[Reading]
) -> dict[str, Told]:
    """Where each hidden fact was told: by the director's log, else by the client's own words."""
    if moves:
        turns = {ref: move.turn for move in moves for ref in move.revealed}
        found = {
            fact.id: _told_at(transcript, turns[fact.id], fact)
            for fact in scenario.facts
            if fact.id in turns and turns[fact.id] <= len(transcript.turns)
        }
        return {key: told for key, told in found.items() if told is not None}
    asked = {reading.turn: reading.facts for reading in readings}
    told: dict[str, Told] = {}
    for turn in transcript.turns:
        if turn.speaker != "client":
            continue
        for fact in scenario.facts:
            sure = fact.id in asked.get(turn.n - 1, ()) or fact.access == "spontaneous"
            place = spoken_span(turn.text, fact, 1 if sure else 2)
            if fact.id not in told and place is not None:
                told[fact.id] = Told(turn.n, *place)
    return told


def _told_at(transcript: Transcript, turn: int, fact: Fact) -> Told | None:
    place = spoken_span(transcript.turn(turn).text, fact, 1)
    return (
        Told(turn, *(place or (0, len(transcript.turn(turn).text)))) if transcript.turn(turn).text else None
    )


def spoken_span(text: str, fact: Fact, least: int) -> tuple[int, int] | None:
    """The client's words that tell a fact: its own line, else the sentence with enough of its anchors."""
    for line in (fact.line, *fact.variants):
        start = text.find(line)
        if start >= 0:
            return start, start + len(line)
    groups = sentences(text)
    hits = [hit for anchor in fact.anchors if (hit := first_match((anchor,), groups)) is not None]
    if len({hit[1] for hit in hits}) < least:
        return None
    return sentence_around(text, hits[0][1], hits[0][2])


def fact_views(
    scenario: Scenario,
    transcript: Transcript,
    moves: Sequence[Move],
    told: dict[str, Told],
    themes: dict[str, str],
    replays: bool,
) -> tuple[FactView, ...]:
    """Each hidden fact: found first, in the order told, then missed."""
    doors = doors_of(moves)
    views = []
    for fact in scenario.facts:
        at = told.get(fact.id)
        door = doors.get(fact.id)
        turn = at.turn if at else door.turn if door else None
        views.append(
            FactView(
                id=fact.id,
                title=themes.get(fact.theme, fact.recap),
                line=transcript.turn(at.turn).text[at.start : at.end] if at else fact.line,
                found=at is not None,
                turn=turn,
                asked_turn=at.turn - 1 if at and at.turn > 1 else None,
                threshold=fact.threshold,
                trust=door.trust if door and not at else None,
                prompt=question_for(fact),
                replay=replay_from(transcript, turn) if replays and not at and turn else None,
            )
        )
    return tuple(sorted(views, key=lambda view: (not view.found, view.turn or 0)))


def question_for(fact: Fact) -> str:
    """The best question to open a fact."""
    return fact.prompts[0] if fact.prompts else fact.questions[0]


def doors_of(moves: Sequence[Move]) -> dict[str, Move]:
    """The first move where the client dodged a fact that was asked for."""
    doors: dict[str, Move] = {}
    for move in moves:
        for part in move.parts:
            if part.kind == "guarded":
                doors.setdefault(part.ref, move)
    return doors


def objection_views(
    scenario: Scenario,
    transcript: Transcript,
    moves: Sequence[Move],
    readings: Sequence[Reading],
    replays: bool,
) -> tuple[ObjectionView, ...]:
    """The objections raised, with what was done about each."""
    if moves:
        return tuple(
            _logged(item, transcript, moves, turn, replays)
            for turn, item in ((move.turn, scenario.objection(ref)) for move in moves for ref in move.raised)
            if item is not None and turn <= len(transcript.turns)
        )
    return _heard(scenario, transcript, readings, replays)


def _logged(
    objection: Objection, transcript: Transcript, moves: Sequence[Move], turn: int, replays: bool
) -> ObjectionView:
    done: dict[str, int] = {}
    resolved = False
    for move in moves:
        state = move.after.objections.get(objection.id)
        for step in state.steps if state else ():
            done.setdefault(step, move.turn - 1)
        resolved = resolved or objection.id in move.resolved
    said = transcript.turn(turn).text
    spoken = next((line for line in (objection.text, *objection.variants) if line in said), objection.text)
    return ObjectionView(
        text=spoken,
        turn=turn,
        nature=objection.nature,
        cause=objection.cause,
        moves=tuple((step, done.get(step)) for step in STEPS),
        resolved=resolved,
        better="" if resolved else objection.better,
        replay=replay_from(transcript, turn) if replays and not resolved else None,
    )


def _heard(
    scenario: Scenario, transcript: Transcript, readings: Sequence[Reading], replays: bool
) -> tuple[ObjectionView, ...]:
    """Objections of a transcript without a director: the client's own OBJECTION acts."""
    raised = [
        act
        for reading in readings
        if reading.speaker == "client"
        for act in reading.acts
        if act.act == "OBJECTION"
    ]
    views = []
    for place, act in enumerate(raised):
        until = raised[place + 1].turn if place + 1 < len(raised) else act.turn + 2 * REACH
        after = [one for one in readings if act.turn < one.turn <= until and one.speaker == "advisor"]
        known = next((item for item in scenario.objections if _alike(act.quote, item)), None)
        moves = tuple((step, _first(after, ACTS[step])) for step in STEPS)
        views.append(
            ObjectionView(
                text=act.quote,
                turn=act.turn,
                nature=known.nature if known else "",
                cause=known.cause if known else "",
                moves=moves,
                resolved=False,
                better=known.better if known and moves[2][1] is None else "",
                replay=replay_from(transcript, act.turn) if replays else None,
            )
        )
    return tuple(views)


def _first(readings: Sequence[Reading], acts: tuple[str, ...]) -> int | None:
    return next((one.turn for one in readings if one.has(*acts)), None)


def _alike(quote: str, objection: Objection) -> bool:
    said = {token.word for token in tokens(quote)}
    for line in (objection.text, *objection.variants):
        known = {token.word for token in tokens(line)}
        if known and len(known & said) >= SAME * len(known):
            return True
    return False
