"""What was said in earnest: a list of good phrases read out, or words addressed to the marker, prove nothing.

A turn that runs through most of an interview at once (greeting, questions, summary, offer, objection, leave…)
is a recitation: its acts and phrases are set aside, its slips stay. So is a string of keywords, so are
sentences that ask for a level, and sentences said again word for word.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from server.domain.analysis.acts import Act
from server.domain.assessment.hearing import Voice
from server.domain.assessment.phrasebook import Phrases, Place
from server.domain.feedback import Feedback
from server.domain.text import word_count

_FAMILIES: tuple[tuple[str, ...], ...] = (
    ("ACCUEIL", "PRESENTATION", "CADRAGE", "IDENTIFICATION"),
    ("Q-OUVERTE", "Q-FERMEE", "Q-ALTERNATIVE", "RELANCE", "Q-ORIENTEE"),
    ("REFORM-SIMPLE", "REFORM-SYNTHESE"),
    ("PROPOSITION", "ARG-CAB", "SERVICES-EN-LIGNE"),
    ("OBJ-ACCUEILLIR", "OBJ-CREUSER", "OBJ-REPONDRE", "OBJ-CONTROLER"),
    ("EMPATHIE", "EXCUSES"),
    ("DELEGATION", "ESCALADE"),
    ("CONCLUSION", "PRISE-RDV", "PRISE-DE-CONGE", "RECOMMANDATION"),
)
_RECITED = 5  # families of acts in one run of turns; a real turn holds three at most
_WHOLE = 4  # words that make a sentence worth recognising
_FRAGMENTS = 8  # pieces between commas that make a string
_SHORT = 3.9  # words a piece, on average
_SENTENCES = re.compile(r"[.!?…\n]+")
_SLIP = "M-"


def in_earnest(voices: Sequence[Voice], feedback: Feedback) -> tuple[tuple[Voice, ...], tuple[int, ...]]:
    """The turns with what counts, and the numbers of the turns that recite."""
    recited = _recited(voices)
    said: set[tuple[str, ...]] = set()
    kept = []
    for voice in voices:
        if voice.n in recited:
            voice = _without(voice, [(0, len(voice.turn.text))])
        elif voice.turn.speaker == "advisor":
            aside = [voice.sentence(place) for place in voice.places(feedback.says_begs)]
            aside += _again(voice, said)
            voice = _without(voice, aside) if aside else voice
        kept.append(voice)
    return tuple(kept), tuple(sorted(recited))


def _again(voice: Voice, said: set[tuple[str, ...]]) -> list[Place]:
    """Sentences already said word for word in an earlier turn; those of this turn join ``said``."""
    mine = [(group, tuple(token.word for token in group)) for group in voice.groups]
    again = [(g[0].start, g[-1].end) for g, words in mine if len(words) >= _WHOLE and words in said]
    said.update(words for _, words in mine)
    return again


def _recited(voices: Sequence[Voice]) -> set[int]:
    """Runs of advisor turns without an answer between them count as one."""
    recited: set[int] = set()
    run: list[Voice] = []
    for voice in [*voices, None]:
        if voice is not None and voice.turn.speaker == "advisor":
            run.append(voice)
            continue
        acts = {act.act for item in run for act in item.reading.acts}
        if sum(any(code in acts for code in family) for family in _FAMILIES) >= _RECITED:
            recited |= {item.n for item in run}
        recited |= {item.n for item in run if _listed(item)}
        run = []
    return recited


def _listed(voice: Voice) -> bool:
    """Whether most of a turn is a string of short fragments, as one lists keywords and not as one talks."""
    total = word_count(voice.turn.text)
    strung = 0
    for sentence in _SENTENCES.split(voice.turn.text):
        lengths = [word_count(part) for part in sentence.split(",") if part.strip()]
        if len(lengths) >= _FRAGMENTS and sum(lengths) <= _SHORT * len(lengths):
            strung += sum(lengths)
    return total > 0 and strung * 2 >= total


def _without(voice: Voice, places: Sequence[Place]) -> Voice:
    """A turn whose acts and phrases inside these places are set aside."""

    def outside(start: int) -> bool:
        return not any(first <= start < last for first, last in places)

    acts: tuple[Act, ...] = tuple(
        act for act in voice.reading.acts if outside(act.start) or act.act.startswith(_SLIP)
    )
    heard: dict[Phrases, list[Place]] = {}
    for phrases, found in voice.heard.items():
        kept = [place for place in found if outside(place[0])]
        if kept:
            heard[phrases] = kept
    whole = any(last - first >= len(voice.turn.text) for first, last in places)
    cleared = {"acts": acts} | ({"offers": (), "restated": (), "products": ()} if whole else {})
    return replace(
        voice,
        reading=voice.reading.model_copy(update=cleared),
        heard=heard,
        numbers=tuple(number for number in voice.numbers if outside(number.start)),
        content=tuple(item for item in voice.content if outside(item[1])),
        groups=tuple(group for group in voice.groups if outside(group[0].start)),
    )
