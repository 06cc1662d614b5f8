"""The frame of a ribbon: where each track stands, for a wide screen or a phone, and where each turn falls."""

from dataclasses import dataclass

from server.domain.text import word_count
from server.domain.transcript import Transcript


@dataclass(frozen=True, slots=True)
class Frame:
    """Places in the units of a viewBox. A track that has nothing to show is left out: its place is None.

    ``narrow`` frames carry their labels above the tracks, wide ones at their left.
    """

    narrow: bool
    width: float
    left: float
    right: float
    steps: float | None
    trust: tuple[float, float] | None
    questions: float
    mine: float
    theirs: float
    bar: float
    share: tuple[float, float]
    height: float
    gap: float
    least: float
    mark: float
    label: float
    flag: float


def wide_frame(stepped: bool, gauged: bool) -> Frame:
    """Labels at the left, figures at the right."""
    after_steps = 54.0 if stepped else 16.0
    trust = (after_steps, after_steps + 124) if gauged else None
    questions = (trust[1] if trust else after_steps) + 36
    mine = questions + 40
    share = mine + 66
    return Frame(
        narrow=False,
        width=1120,
        left=118,
        right=1050,
        steps=16.0 if stepped else None,
        trust=trust,
        questions=questions,
        mine=mine,
        theirs=mine + 29,
        bar=21,
        share=(share, share + 60),
        height=share + 92,
        gap=2.6,
        least=3,
        mark=16,
        label=64,
        flag=92,
    )


def narrow_frame(stepped: bool, gauged: bool) -> Frame:
    """Labels above, everything within the width of a phone."""
    after_steps = 60.0 if stepped else 8.0
    trust = (after_steps + 22, after_steps + 98) if gauged else None
    questions = (trust[1] if trust else after_steps) + 50
    mine = questions + 40
    share = mine + 78
    return Frame(
        narrow=True,
        width=320,
        left=0,
        right=318,
        steps=24.0 if stepped else None,
        trust=trust,
        questions=questions,
        mine=mine,
        theirs=mine + 22,
        bar=17,
        share=(share, share + 56),
        height=share + 86,
        gap=1,
        least=1.6,
        mark=11,
        label=56,
        flag=86,
    )


class Axis:
    """Where each turn stands in a frame, by the words said; times only label it."""

    def __init__(self, transcript: Transcript, frame: Frame) -> None:
        self.frame = frame
        self.words = [max(1, word_count(turn.text)) for turn in transcript.turns]
        room = frame.right - frame.left - frame.gap * len(self.words)
        scale = max(0.0, room) / max(1, sum(self.words))
        self._starts: list[float] = []
        self._widths: list[float] = []
        at = frame.left
        for count in self.words:
            self._starts.append(at)
            self._widths.append(count * scale)
            at += count * scale + frame.gap

    def start(self, turn: int) -> float:
        """Left of a turn."""
        return round(self._starts[turn - 1], 1) if turn <= len(self._starts) else self.frame.right

    def end(self, turn: int) -> float:
        """Right of a turn, its gap included."""
        return self.start(turn + 1)

    def width(self, turn: int) -> float:
        """Width of a turn's bar."""
        return round(max(self.frame.least, self._widths[turn - 1]), 1)

    def inside(self, turn: int, share: float) -> float:
        """A place within a turn, 0 to 1."""
        return round(self._starts[turn - 1] + share * self._widths[turn - 1], 1)
