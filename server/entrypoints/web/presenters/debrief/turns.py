"""Small questions about a transcript's turns."""

from server.domain.transcript import Transcript, Turn


def replay_from(transcript: Transcript, turn: int) -> int | None:
    """The advisor turn a branch starts from: this one, or the one right after a client turn."""
    for n in (turn, turn + 1):
        if n <= len(transcript.turns) and transcript.turn(n).speaker == "advisor":
            return n
    return None


def next_client(transcript: Transcript, turn: int) -> Turn | None:
    """The client's answer to a turn, or None."""
    following = transcript.turns[turn : turn + 1]
    return following[0] if following and following[0].speaker == "client" else None
