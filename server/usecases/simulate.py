"""Play lines against the client, without a clock or a database: same seed, same lines, same trajectory."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from server.domain.analysis.acts import Reading
from server.domain.client.director import open_interview, opening_state
from server.domain.client.lines import compose
from server.domain.client.move import Move
from server.domain.client.state import ClientState
from server.domain.exchange import Stage, exchange
from server.domain.transcript import Transcript, Turn


@dataclass(frozen=True)
class Play:
    """An interview being played in memory."""

    stage: Stage
    seed: int
    client: ClientState
    turns: tuple[Turn, ...] = ()
    readings: tuple[Reading, ...] = ()
    moves: tuple[Move, ...] = ()

    @property
    def ended(self) -> str | None:
        """How the client ended it, or None."""
        return self.client.ended


def start(stage: Stage, seed: int) -> Play:
    """The beginning; the client has already spoken when they speak first."""
    play, move = opened(stage, seed)
    return _said(play, move) if move is not None else play


def opened(stage: Stage, seed: int) -> tuple[Play, Move | None]:
    """The beginning, and the move of a client who speaks first."""
    return Play(stage, seed, opening_state(stage.scenario)), open_interview(stage.scenario)


def say(play: Play, text: str) -> Play:
    """One advisor turn and the client's answer."""
    return _said(*heard(play, text))


def heard(play: Play, text: str) -> tuple[Play, Move]:
    """One advisor turn, and the move it calls for, still to be said."""
    said = Turn(n=len(play.turns) + 1, speaker="advisor", text=text)
    reading, move = exchange(play.stage, play.turns, play.readings, play.client, said)
    turns, readings = (*play.turns, said), (*play.readings, reading)
    return Play(play.stage, play.seed, play.client, turns, readings, play.moves), move


def _said(play: Play, move: Move) -> Play:
    spoken = compose(move, play.stage.scenario, play.stage.defaults, play.client.spoken, play.seed)
    return answered(play, move, spoken.text, spoken.marks)


def answered(play: Play, move: Move, text: str, marks: tuple[str, ...]) -> Play:
    """The play once the client has said a move in these words."""
    turn = Turn(n=len(play.turns) + 1, speaker="client", text=text)
    client = move.after.model_copy(update={"spoken": (*play.client.spoken, *marks)})
    return Play(play.stage, play.seed, client, (*play.turns, turn), play.readings, (*play.moves, move))


def play_lines(stage: Stage, lines: Iterable[str], seed: int) -> Play:
    """Play every line until the client ends the interview."""
    play = start(stage, seed)
    for line in lines:
        if play.ended:
            break
        play = say(play, line)
    return play


def transcript_of(play: Play, transcript_id: str) -> Transcript:
    """The play as ``transcript/1``."""
    return Transcript.model_validate(document(play, transcript_id, trace=False))


def document(play: Play, transcript_id: str, trace: bool = True) -> dict[str, Any]:
    """``transcript/1``, with the director's trace on each client turn (contracts, §4)."""
    scenario = play.stage.scenario
    moves = {move.turn: move for move in play.moves}
    turns = []
    for turn in play.turns:
        entry: dict[str, Any] = {"n": turn.n, "speaker": turn.speaker, "text": turn.text}
        if trace and turn.n in moves:
            entry["director"] = _trace(moves[turn.n])
        turns.append(entry)
    written = scenario.channel in ("chat", "email")
    return {
        "schema": "transcript/1",
        "id": transcript_id,
        "scenario": scenario.id,
        "channel": scenario.channel,
        "language": "fr",
        "register": "typed" if written else "oral",
        "turns": turns,
        "ended_by": "client" if play.ended else "advisor",
        **({"seed": play.seed, "outcome": play.ended} if trace else {}),
    }


def _trace(move: Move) -> dict[str, Any]:
    return {
        "revealed": list(move.revealed),
        "objections": {
            "raised": list(move.raised),
            "insisted": list(move.insisted),
            "resolved": list(move.resolved),
        },
        "offers": move.offers,
        "trust": move.trust,
        "move": move.kind,
        "understood": list(move.understood),
        "themes": list(move.themes),
        "causes": [cause.model_dump() for cause in move.causes],
        "ended": move.ended,
    }
