"""The duties a situation raises, and the points of a message: met, missing, broken or not applicable.

A scenario states its own duties; the catalogue states those of the law, each with what raises it. What the
scenario already says is not said twice.
"""

from collections.abc import Iterator, Sequence

from server.domain.assessment.hearing import Voice
from server.domain.assessment.model import ObligationCheck
from server.domain.assessment.offers import Offered
from server.domain.catalogue import Catalogue, Duty
from server.domain.scenario import DemandPoint, Obligation, Scenario
from server.domain.text import fold
from server.domain.transcript import Channel

_NEVER = 0


def obligation_checks(
    voices: Sequence[Voice],
    scenario: Scenario,
    catalogue: Catalogue,
    offered: Sequence[Offered],
    channel: Channel,
) -> tuple[ObligationCheck, ...]:
    """Each duty, with the advisor turn that met or broke it; scenario first, not applicable last."""
    own = [_own(duty, voices, catalogue) for duty in scenario.obligations]
    texts = [fold(duty.text).replace("'", " ") for duty in scenario.obligations]
    situation = _Situation(voices, scenario, catalogue, offered, channel)
    legal = [
        situation.checked(duty)
        for duty in catalogue.duties
        if not any(fold(words) in text for words in duty.covers for text in texts)
    ]
    return tuple(sorted((*own, *legal), key=lambda check: check.status == "not_applicable"))


def _own(duty: Obligation, voices: Sequence[Voice], catalogue: Catalogue) -> ObligationCheck:
    advisor = [voice for voice in voices if voice.turn.speaker == "advisor"]
    broken = next((voice.n for voice in advisor if voice.says(duty.breaks)), None)
    met = next((voice.n for voice in advisor if _meets(duty, voice)), None)
    if broken is not None:
        return _check(duty, "broken", broken)
    if met is not None:
        return _check(duty, "met", met)
    return _check(duty, "missing" if _concerned(duty, voices, catalogue) else "not_applicable", None)


def _concerned(duty: Obligation, voices: Sequence[Voice], catalogue: Catalogue) -> bool:
    """Whether the products that a duty names were spoken of; a duty that names none always holds."""
    text = f" {fold(duty.text)} "
    named = [p for p in catalogue.products if any(f" {fold(word)} " in text for word in (*p.says, p.short))]
    return not named or any(voice.says(product.says) for product in named for voice in voices)


def _meets(duty: Obligation | Duty, voice: Voice) -> bool:
    if duty.says and voice.says(duty.says):
        return True
    return bool(duty.acts) and (not duty.says or isinstance(duty, Duty)) and voice.reading.has(*duty.acts)


def _check(duty: Obligation | Duty, status: str, turn: int | None) -> ObligationCheck:
    return ObligationCheck.model_validate(
        {"id": duty.id, "text": duty.text, "status": status, "turn": turn, "source": duty.source}
    )


class _Situation:
    """What happened in the talk that may raise a duty of the law."""

    def __init__(
        self,
        voices: Sequence[Voice],
        scenario: Scenario,
        catalogue: Catalogue,
        offered: Sequence[Offered],
        channel: Channel,
    ) -> None:
        self._voices, self._scenario, self._channel = voices, scenario, channel
        self._advisor = [voice for voice in voices if voice.turn.speaker == "advisor"]
        families = {product.id: product.category for product in catalogue.products}
        self._offers = [(item.turn, (item.product, families.get(item.product, ""))) for item in offered]

    def checked(self, duty: Duty) -> ObligationCheck:
        """The state of a duty."""
        raised = self._raised(duty)
        if raised is None:
            return _check(duty, "not_applicable", None)
        broken = next((voice.n for voice in self._advisor if voice.says(duty.breaks)), None)
        if broken is not None:
            return _check(duty, "broken", broken)
        heard = self._advisor[: duty.within] if duty.within else self._advisor
        if duty.first:
            heard = [voice for voice in heard if voice.n <= raised]
        met = next((voice.n for voice in heard if _meets(duty, voice)), None)
        return _check(duty, "missing" if met is None else "met", met)

    def _raised(self, duty: Duty) -> int | None:
        """The turn from which a duty holds, or None: every condition of it must be there."""
        when = duty.when
        if when.directions and self._scenario.direction not in when.directions:
            return None
        if when.channels and self._channel not in when.channels:
            return None
        if when.rubrics and self._scenario.rubric not in when.rubrics:
            return None
        turns = list(self._moments(duty))
        if None in turns:
            return None
        return max((turn for turn in turns if turn is not None), default=_NEVER)

    def _moments(self, duty: Duty) -> Iterator[int | None]:
        when = duty.when
        if when.offers:
            yield next((turn for turn, names in self._offers if set(names) & set(when.offers)), None)
        for said, speaker in ((when.says_client, "client"), (when.says_advisor, "advisor")):
            if said:
                yield next((v.n for v in self._voices if v.turn.speaker == speaker and v.says(said)), None)


def points_answered(voices: Sequence[Voice], scenario: Scenario) -> dict[str, int | None]:
    """For each request of the message, the advisor turn that deals with it."""
    return {point.id: _answered(point, voices) for point in scenario.demand.points}


def _answered(point: DemandPoint, voices: Sequence[Voice]) -> int | None:
    advisor = (voice for voice in voices if voice.turn.speaker == "advisor")
    return next((voice.n for voice in advisor if voice.says(point.says)), None)
