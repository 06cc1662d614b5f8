"""The quotes that prove a level: few, each for a different reason, from the turns that prove most."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from server.domain.assessment.model import Evidence
from server.domain.assessment.moments import Moment, best_of_turn
from server.domain.assessment.picture import Picture
from server.domain.assessment.verdicts import Result, Verdict

_MOST = 4  # quotes in all
_FOR, _AGAINST = 3, 2  # quotes of each sign, at most
_TOP = 3  # the highest level: nothing holds it back
_LONG = 220
_OWN, _BELOW = 3, 2  # what a check of the level reached, or of a lower one, weighs in the choice of a turn
_DRAWN = 0.4  # share of it left to the turn that drew out what the client says
_SPREAD = 0.5  # how fast a check seen in many turns loses weight in each
_ENOUGH = 1.5  # a further turn is quoted when it adds at least this


@dataclass(frozen=True, slots=True)
class _Proof:
    """A moment that a check found, and what the check weighs."""

    result: Result
    item: Moment
    weight: float

    @property
    def check(self) -> str:
        """Id of the check."""
        return self.result.check.id


def evidence(verdict: Verdict, picture: Picture) -> tuple[Evidence, ...]:
    """What shows the level (+), then what holds it back (−), advisor turns only."""
    own = {result.check.id for result in verdict.own()}
    seen = [r for r in verdict.supporting() if r.check.polarity == "+"]
    plus = [r for r in seen if r.check.cites and r.found.moments] or seen
    minus = verdict.against() if (verdict.level or 0) < _TOP else []
    for_ = _chosen(plus, own, picture, min(_FOR, _MOST - min(len(minus), _AGAINST)))
    against = _chosen(minus, {r.check.id for r in minus}, picture, _MOST - len(for_))
    return tuple(
        _shown(proof, picture, sign)
        for sign, proofs in (("+", for_), ("-", against))
        for proof in sorted(proofs, key=lambda proof: (proof.item.turn, proof.item.start))
    )


def _chosen(results: Sequence[Result], own: set[str], picture: Picture, most: int) -> list[_Proof]:
    """Few turns that prove most: each time the turn that adds most to what is proven, until nothing is added."""
    proofs = list(_proofs(results, own, picture))
    chosen: list[_Proof] = []
    while len(chosen) < most:
        proven = {proof.check for proof in proofs if any(proof.item.turn == c.item.turn for c in chosen)}
        gains = _gains(proofs, proven)
        best = max(gains, key=lambda turn: (round(gains[turn], 6), -turn), default=None)
        if best is None or (chosen and gains[best] < _ENOUGH):
            break
        chosen.append(
            max((p for p in proofs if p.item.turn == best and p.check not in proven), key=_strength)
        )
    return chosen


def _gains(proofs: Sequence[_Proof], proven: set[str]) -> dict[int, float]:
    """What each turn would add: the weights of the checks it proves and that no chosen turn proves yet."""
    gains: dict[int, dict[str, float]] = {}
    for proof in proofs:
        if proof.check not in proven:
            adds = gains.setdefault(proof.item.turn, {})
            adds[proof.check] = max(adds.get(proof.check, 0), proof.weight)
    return {turn: sum(adds.values()) for turn, adds in gains.items()}


def _strength(proof: _Proof) -> tuple[float, int]:
    return proof.weight, -proof.item.start


def _proofs(results: Iterable[Result], own: set[str], picture: Picture) -> Iterable[_Proof]:
    """The moments of the checks, in advisor turns; what the client says is shown by the turn that drew it out.

    A check seen all over the conversation points at no turn in particular: it weighs less in each.
    """
    for result in results:
        items = [item for item in result.found.moments if item.quote]
        spread = len({item.turn for item in items})
        weight = (_OWN if result.check.id in own else _BELOW) / max(spread, 1) ** _SPREAD
        for item in items:
            if picture.voice(item.turn).turn.speaker == "advisor":
                yield _Proof(result, item, weight)
            elif item.turn > 1 and picture.voice(item.turn - 1).turn.speaker == "advisor":
                yield _Proof(result, best_of_turn(picture, item.turn - 1), weight * _DRAWN)


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
