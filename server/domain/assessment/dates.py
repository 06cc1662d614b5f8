"""Whether a piece of a turn gives a day, a date, an hour or a delay."""

import re

from server.domain.assessment.hearing import Voice
from server.domain.assessment.phrasebook import Place
from server.domain.feedback import Feedback
from server.domain.text import fold

_HOUR = re.compile(r"\s*(?:h|heures?)(?:\b|\d)")
_DAY = re.compile(r"\ble\s*$")
_LAST_DAY = 31


def clocked(voice: Voice, place: Place) -> bool:
    """« 18 h », « dix heures »."""
    text = fold(voice.turn.text)
    inside = [number for number in voice.numbers if place[0] <= number.start < place[1]]
    return any(_HOUR.match(text, number.end) for number in inside)


def dated(voice: Voice, place: Place, feedback: Feedback) -> bool:
    """A named day or moment, « le 5 », « 18 h », « dix heures », « sous dix jours »."""
    if voice.says(feedback.says_days, place) or clocked(voice, place):
        return True
    text = fold(voice.turn.text)
    for number in voice.numbers:
        if not place[0] <= number.start < place[1]:
            continue
        if number.unit == "days":
            return True
        if number.unit == "none" and number.value <= _LAST_DAY and _DAY.search(text, 0, number.start):
            return True
    return False
