"""The duties a situation raises, and the points of a message: met, missing or broken."""

from collections.abc import Sequence

from server.domain.assessment.hearing import Voice
from server.domain.assessment.model import ObligationCheck
from server.domain.scenario import DemandPoint, Obligation, Scenario


def obligation_checks(voices: Sequence[Voice], scenario: Scenario) -> tuple[ObligationCheck, ...]:
    """Each duty of the scenario, with the advisor turn that met or broke it."""
    return tuple(_checked(duty, voices) for duty in scenario.obligations)


def _checked(duty: Obligation, voices: Sequence[Voice]) -> ObligationCheck:
    advisor = [voice for voice in voices if voice.turn.speaker == "advisor"]
    broken = next((voice.n for voice in advisor if voice.says(duty.breaks)), None)
    met = next((voice.n for voice in advisor if _meets(duty, voice)), None)
    if broken is not None:
        return ObligationCheck(id=duty.id, text=duty.text, status="broken", turn=broken, source=duty.source)
    status = "met" if met is not None else "missing"
    return ObligationCheck(
        id=duty.id,
        text=duty.text,
        status=status,
        turn=met,
        source=duty.source,
    )


def _meets(duty: Obligation, voice: Voice) -> bool:
    if duty.says:
        return voice.says(duty.says)
    return bool(duty.acts) and voice.reading.has(*duty.acts)


def points_answered(voices: Sequence[Voice], scenario: Scenario) -> dict[str, int | None]:
    """For each request of the message, the advisor turn that deals with it."""
    return {point.id: _answered(point, voices) for point in scenario.demand.points}


def _answered(point: DemandPoint, voices: Sequence[Voice]) -> int | None:
    advisor = (voice for voice in voices if voice.turn.speaker == "advisor")
    return next((voice.n for voice in advisor if voice.says(point.says)), None)
