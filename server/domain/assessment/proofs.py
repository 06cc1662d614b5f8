"""The quotes that prove a level: two to four, each for a different reason, from the turns that prove most."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from server.domain.assessment.model import Evidence
from server.domain.assessment.moments import Moment
from server.domain.assessment.picture import Picture
from server.domain.assessment.verdicts import Result, Verdict

_MOST = 4
_LEAST = 2
_LONG = 220
_OWN, _BELOW = 3, 1  # what a check of the level reached, or of a lower one, weighs in the choice of a turn


@dataclass(frozen=True, slots=True)
class _Proof:
    """A moment that a check found, and what the check weighs."""

    result: Result
    item: Moment
    weight: int


def evidence(verdict: Verdict, picture: Picture) -> tuple[Evidence, ...]:
    """What shows the level (+), then what holds it back (−), advisor turns only."""
    own = {result.check.id for result in verdict.own()}
    seen = [r for r in verdict.supporting() if r.check.polarity == "+"]
    plus = [r for r in seen if r.check.cites and r.found.moments] or seen
    minus = verdict.against() if (verdict.level or 0) < _MOST - 1 else []
    for_ = _chosen(plus, own, picture, _MOST - min(len(minus), _LEAST))
    against = _chosen(minus, {r.check.id for r in minus}, picture, _MOST - len(for_))
    return tuple(
        _shown(proof, picture, sign)
        for sign, proofs in (("+", for_), ("-", against))
        for proof in sorted(proofs, key=lambda proof: (proof.item.turn, proof.item.start))
    )


def _chosen(results: Sequence[Result], own: set[str], picture: Picture, most: int) -> list[_Proof]:
    """First a quote for each check of the level, in the turn that proves most, then the next best turns."""
    proofs = list(_proofs(results, own, picture))
    votes: dict[int, int] = {}
    for turn in {proof.item.turn for proof in proofs}:
        ids = {(proof.result.check.id, proof.weight) for proof in proofs if proof.item.turn == turn}
        votes[turn] = sum(weight for _, weight in ids)
    ranked = sorted(proofs, key=lambda proof: (-votes[proof.item.turn], -proof.weight, proof.item.turn))
    chosen: list[_Proof] = []
    for proof in ranked:
        if proof.weight == _OWN and all(proof.result is not other.result for other in chosen):
            _take(chosen, proof, most)
    for proof in ranked:
        if len(chosen) >= _LEAST and all(proof.result is not other.result for other in chosen):
            continue
        _take(chosen, proof, min(most, _MOST - 1))
    return chosen


def _take(chosen: list[_Proof], proof: _Proof, most: int) -> None:
    if len(chosen) < most and all(proof.item.turn != other.item.turn for other in chosen):
        chosen.append(proof)


def _proofs(results: Iterable[Result], own: set[str], picture: Picture) -> Iterable[_Proof]:
    for result in results:
        weight = _OWN if result.check.id in own else _BELOW
        for item in result.found.moments:
            if item.quote and picture.voice(item.turn).turn.speaker == "advisor":
                yield _Proof(result, item, weight)


def _shown(proof: _Proof, picture: Picture, sign: str) -> Evidence:
    item = proof.item
    text = picture.voice(item.turn).turn.text
    end = item.end if item.end - item.start <= _LONG else _cut(text, item.start)
    return Evidence(
        turn=item.turn,
        start=item.start,
        end=end,
        quote=text[item.start : end],
        polarity="+" if sign == "+" else "-",
        answers=item.answers,
        why=proof.result.check.holds,
    )


def _cut(text: str, start: int) -> int:
    """End of the last whole sentence, else word, within the longest quote."""
    piece = text[start : start + _LONG]
    stop = max(piece.rfind(mark) for mark in (". ", "? ", "! ", ".\n"))
    if stop > _LONG // 3:
        return start + stop + 1
    space = piece.rfind(" ")
    return start + (space if space > 0 else len(piece))
