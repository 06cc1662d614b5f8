"""The quotes that prove a level: two to four, each for a different reason, spread over the conversation."""

from collections.abc import Iterator, Sequence

from server.domain.assessment.model import Evidence
from server.domain.assessment.moments import Moment
from server.domain.assessment.picture import Picture
from server.domain.assessment.verdicts import Result, Verdict

_MOST = 4
_LONG = 220


def evidence(verdict: Verdict, picture: Picture) -> tuple[Evidence, ...]:
    """What shows the level (+), then what holds it back (−), advisor turns only."""
    chosen: list[Evidence] = []
    plus = [r for r in verdict.supporting() if r.check.polarity == "+"]
    minus = verdict.against() if (verdict.level or 0) < 3 else []
    _fill(chosen, plus, picture, _MOST - min(len(minus), 2), sign="+")
    _fill(chosen, minus, picture, _MOST, sign="-")
    return tuple(sorted(chosen, key=lambda item: (item.polarity == "-", item.turn, item.start)))


def _fill(chosen: list[Evidence], results: Sequence[Result], picture: Picture, most: int, sign: str) -> None:
    """One quote a check, then seconds, until there are enough; never two of the same turn and sign."""
    for result, item in _in_turns(results):
        if len(chosen) >= most:
            return
        taken = any(e.turn == item.turn and e.polarity == sign for e in chosen)
        if taken or picture.voice(item.turn).turn.speaker != "advisor" or not item.quote:
            continue
        chosen.append(_shown(result, item, picture, sign))


def _in_turns(results: Sequence[Result]) -> Iterator[tuple[Result, Moment]]:
    deepest = max((len(result.found.moments) for result in results), default=0)
    for rank in range(deepest):
        for result in results:
            if rank < len(result.found.moments):
                yield result, result.found.moments[rank]


def _shown(result: Result, item: Moment, picture: Picture, sign: str) -> Evidence:
    text = picture.voice(item.turn).turn.text
    end = item.end if item.end - item.start <= _LONG else _cut(text, item.start)
    return Evidence(
        turn=item.turn,
        start=item.start,
        end=end,
        quote=text[item.start : end],
        polarity="+" if sign == "+" else "-",
        answers=item.answers,
        why=result.check.holds,
    )


def _cut(text: str, start: int) -> int:
    """End of the last whole sentence, else word, within the longest quote."""
    piece = text[start : start + _LONG]
    stop = max(piece.rfind(mark) for mark in (". ", "? ", "! ", ".\n"))
    if stop > _LONG // 3:
        return start + stop + 1
    space = piece.rfind(" ")
    return start + (space if space > 0 else len(piece))
