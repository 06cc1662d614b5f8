"""What a reader sees at once in writing: capitals, emoji, familiar address, numbered points, menu paths."""

import re
from collections.abc import Callable
from typing import Any

from server.domain.assessment.hearing import Voice
from server.domain.assessment.moments import Found, moment
from server.domain.assessment.phrasebook import Place
from server.domain.assessment.picture import Picture
from server.domain.rules import Writing

_SHOUT = re.compile(r"\b[A-ZÀ-Ý]{4,}\b")
_EMOJI = re.compile(r"[\U0001F300-\U0001FAFF\u2600-\u27BF]|[:;]-?[)(DP]")
_HARSH = re.compile(r"[!?]{2,}")
_PATH = re.compile(r"\w+ *> *\w+")
_INLINE = re.compile(r"(?:^|\s)1[.)°] +\S[^\n]*?\s2[.)°] +\S")
_NUMBERED = re.compile(r"(?m)^\s*(?:\d+[.)°]|[a-z]\)|[-•])\s+\S")


def writing(rule: Writing, picture: Picture) -> Found:
    """Turns of the advisor with a slip (or with numbered points)."""
    moments = []
    for voice in picture.advisor:
        place = _PLACES[rule.slip](voice, picture)
        if place is not None:
            moments.append(moment(voice, place, picture))
    return Found(len(moments), tuple(moments))


def _capitals(voice: Voice, picture: Picture) -> Place | None:
    persona = picture.scenario.persona
    names = {name.upper() for name in (*persona.last_name.split(), *persona.first_name.split())}
    for match in _SHOUT.finditer(voice.turn.text):
        word = match.group()
        if word not in names and not _acronym(word):
            return match.span()
    return None


def _acronym(word: str) -> bool:
    return len(word) <= 4 or not re.search(r"[AEIOUYÀÉÈ]", word)


def _emoji(voice: Voice, picture: Picture) -> Place | None:
    return _first(_EMOJI, voice)


def _harsh(voice: Voice, picture: Picture) -> Place | None:
    return _first(_HARSH, voice)


def _numbered(voice: Voice, picture: Picture) -> Place | None:
    inline = _INLINE.search(voice.turn.text)
    if inline:
        return inline.span()
    matches = list(_NUMBERED.finditer(voice.turn.text))
    return (matches[0].start(), matches[-1].end()) if len(matches) >= 2 else None


def _familiar(voice: Voice, picture: Picture) -> Place | None:
    places = voice.places(picture.rubric.feedback.says_familiar)
    return places[0] if places else None


def _path(voice: Voice, picture: Picture) -> Place | None:
    return _first(_PATH, voice)


def _first(pattern: re.Pattern[str], voice: Voice) -> Place | None:
    match = pattern.search(voice.turn.text)
    return match.span() if match else None


_PLACES: dict[str, Callable[[Voice, Any], Place | None]] = {
    "capitals": _capitals,
    "emoji": _emoji,
    "harsh_punctuation": _harsh,
    "numbered": _numbered,
    "familiar": _familiar,
    "path": _path,
}
