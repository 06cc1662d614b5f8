"""Which reference a figure is about: how tightly the words of each reference are bound to it.

A binding goes from 0 (not said) to 10 (beside the figure). It weakens with distance, with each comma, sentence
and other figure in between. The question that the client has just asked counts for half.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from server.domain.assessment.hearing import Voice
from server.domain.assessment.mentions import Mention
from server.domain.assessment.phrasebook import Phrases, Place
from server.domain.assessment.references import Index, Reference, Subject
from server.domain.text import fold

_AT = "à"  # « le livret à un pour cent » does not name the Livret A
_ANY = re.compile(r"\bun \w+ a$")  # « un livret a 2,50 % », typed without its accent
_TOP = 10.0
_PER_CHAR, _PER_COMMA, _PER_BREAK, _PER_FIGURE, _AFTER = 1 / 12, 1.2, 2.5, 2.5, 1.5
_NEXT_CLAUSE = 1.8  # after the figure, a comma opens another clause
_SAME_TURN = 4.0  # a subject named further in the turn
_FLOOR = 1.0
_STRADDLES = 3.0  # words on both sides of the figure
_COMPARED = re.compile(
    r"\b(?:comme|que?|au lieu d[eu]|plutot que?|contrairement a)(?: |')"
    r"(?:(?:sur|pour|avec|dans) )?(?:l[ea]s? |l'|votre |notre |une? )?$"
)
_AS_COMPARED = 4.0
_EVOKED = 0.8
_LOAN = 1000  # a sum that may be borrowed
_STATED = 8.0  # « ma délégation » beside a sum
_ATTACHED = re.compile(
    r"^\s*(?:de|d'|des|du|sur)\s*(?:la |l'|votre )?$"
)  # « 900 € de dossier », « 3,15 % sur 20 ans »
ATTACHES = 12.0  # how tight « de dossier » is
_OWNED_BY_ANOTHER, _CLEARLY = 3.0, 1.5
_ASKED, _ANSWERED, _LATER = (
    5.5,
    7.0,
    4.0,
)  # named in the client's question: first sentence, first words, later
_FIRST_WORDS = 25
_LOOSE = 0.6  # a word that only brings the product to mind
_ALONE = 3.0  # no other figure of that unit and kind in the subject
_OWN = 1.0  # what the advisor may decide is always in season
KIND_SHARE = 0.5  # a word of the kind (« plafond ») against a word of the figure (« litige »)
_UNIT = 2.0  # « par mois » makes a price, « pour cent » a rate, days a delay

_UNIT_KINDS = {
    "eur_month": ("price", "fee"),
    "eur_year": ("price",),
    "eur_day": ("cap",),
    "percent": ("rate", "fee"),
    "days": ("delay",),
    "months": ("delay",),
    "years": ("delay",),
}


@dataclass(frozen=True, slots=True)
class Hit:
    """A reference a figure may be about, and why."""

    reference: Reference
    same: bool
    subject: float
    cue: float  # the words of this figure
    kind: float  # the words of its kind
    unit: float  # its unit says its kind

    @property
    def alone(self) -> float:
        """The subject has no other figure of the sort."""
        return _ALONE if self.reference.alone else 0.0

    @property
    def told(self) -> float:
        """What says which figure of the subject it is."""
        return max(self.cue, self.alone) + self.kind + self.unit

    @property
    def score(self) -> float:
        """The whole weight."""
        return self.subject + self.told


class Scene:
    """An advisor turn with the client turn before it: where its figures and its words stand."""

    def __init__(self, voice: Voice, before: Voice | None, mentions: Sequence[Mention]) -> None:
        self.voice, self.before, self.mentions = voice, before, mentions
        self._rivals: dict[str, Sequence[Mention]] = {}
        self._evoked: dict[str, Place] = {}
        text = voice.turn.text
        self._starts = [mention.start for mention in mentions]
        self._commas = [at for at, char in enumerate(text) if char in ",()" and not _decimal(text, at)]
        self._inside = [(mention.start, mention.end) for mention in mentions]
        self._breaks = [at for at, char in enumerate(text) if char in ".!?…;\n" and not _decimal(text, at)]

    def bind(self, place: Place, mention: Mention) -> float:
        """How tightly something said at a place is bound to a figure of the same turn."""
        if any(start < place[0] < end for start, end in self._inside):
            return 0.0  # « 15 ans » is not said in « 3,15 % sur 20 ans »
        if place[0] < mention.start and mention.end < place[1]:
            return _STRADDLES
        if place[0] < mention.end and mention.start < place[1]:
            return _TOP
        after = place[0] >= mention.end
        if after and _ATTACHED.match(fold(self.voice.turn.text)[mention.end : place[0]]):
            return ATTACHES
        start, end = (mention.end, place[0]) if after else (place[1], mention.start)
        lost = (end - start) * _PER_CHAR + _AFTER * after
        lost += (_PER_COMMA + _NEXT_CLAUSE * after) * _between(self._commas, start, end)
        lost += _PER_BREAK * _between(self._breaks, start, end)
        lost += _PER_FIGURE * _between(self._starts, start, end)
        return max(_TOP - lost, _FLOOR)

    def rivals(self, mention: Mention) -> Sequence[Mention]:
        """The figures of the turn that the same words may belong to."""
        kept = self._rivals.get(mention.unit)
        if kept is None:
            kept = [m for m in self.mentions if m.unit == mention.unit or "none" in (m.unit, mention.unit)]
            self._rivals[mention.unit] = kept
        return kept

    def bound(self, phrases: Phrases, mention: Mention) -> float:
        """The tightest binding of these phrases to a figure, 0 when they are not said."""
        return max((self.bind(place, mention) for place in self.voice.places(phrases)), default=0.0)

    def named(self, phrases: Phrases, mention: Mention) -> float:
        """How tightly a subject named in the turn is bound to a figure."""
        text = self.voice.turn.text
        best = 0.0
        for place in self.voice.places(phrases):
            if text[place[1] - 1] == _AT or _ANY.search(fold(text)[: place[1]]):
                continue
            lost = _AS_COMPARED if _COMPARED.search(fold(text), max(0, place[0] - 25), place[0]) else 0.0
            best = max(best, self.bind(place, mention) - lost, _SAME_TURN - lost / 2)
        return best

    def evoke(self, subject: str, mention: Mention) -> None:
        """Remember that a true figure of this subject was just told: the next one may be of it too."""
        self._evoked[subject] = mention.place

    def evoked(self, subject: str, mention: Mention) -> float:
        """What it is worth that a figure of this subject was told in the turn."""
        place = self._evoked.get(subject)
        return _EVOKED * self.bind(place, mention) if place is not None else 0.0

    def owned(self, phrases: Phrases, mention: Mention, rivals: Sequence[Mention]) -> float:
        """The same, less when the words plainly belong to another figure of that unit."""
        return self._owned(self.voice.places(phrases), mention, rivals)

    def term(self, years: float, mention: Mention, rivals: Sequence[Mention]) -> float:
        """The same for a duration said with a figure: « 3,15 % sur vingt ans »."""
        said = [other.place for other in self.mentions if other.unit == "years" and other.value == years]
        if not said and self.before is not None:
            asked = any(n.unit == "years" and n.value == years for n in self.before.numbers)
            return _ANSWERED if asked else 0.0
        return self._owned(said, mention, rivals)

    def _owned(self, places: Sequence[Place], mention: Mention, rivals: Sequence[Mention]) -> float:
        best = 0.0
        for place in places:
            bound = self.bind(place, mention)
            if any(self.bind(place, rival) >= bound + _CLEARLY for rival in rivals if rival is not mention):
                bound -= _OWNED_BY_ANOTHER
            best = max(best, bound)
        return best

    def asked(self, phrases: Phrases, mention: Mention) -> float:
        """What it is worth that the client has just said one of these phrases."""
        if self.before is None or not self.before.says(phrases):
            return 0.0
        if mention.start < _FIRST_WORDS:
            return _ANSWERED
        return _ASKED if not self._breaks or mention.start <= self._breaks[0] else _LATER

    def speaks_of_another(self, amounts: Sequence[float], mention: Mention) -> bool:
        """Whether another sum or another duration than these is said with a figure."""
        lasting = [m for m in self.mentions if m.unit in ("months", "years") and m is not mention]
        sums = [
            m for m in self.mentions if m.unit in ("eur", "none") and m.value >= _LOAN and m is not mention
        ]
        said = {other.value for other in (*lasting, *sums)}
        return bool(said) and said.isdisjoint(amounts)

    def hears(self, phrases: Phrases) -> bool:
        """Whether the client has just said one of these phrases, or the advisor says it."""
        return self.voice.says(phrases) or (self.before is not None and self.before.says(phrases))


def _decimal(text: str, at: int) -> bool:
    return text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()


def _between(places: Sequence[int], start: int, end: int) -> int:
    return bisect_left(places, end) - bisect_right(places, start - 1)


class Attribution:
    """Scores references for the figures of a scene."""

    def __init__(
        self,
        index: Index,
        kinds: Mapping[str, Phrases],
        limits: Phrases,
        mine: Phrases,
        grants: Phrases,
        standing: Callable[[str, int], float],
    ) -> None:
        self._index, self._units = index.by_unit, index.units
        self._kinds = kinds
        self._limits, self._mine, self._grants = limits, mine, grants
        self._standing = standing

    def hits(self, scene: Scene, mention: Mention) -> list[Hit]:
        """Every reference of a comparable unit, the most likely first."""
        found: list[Hit] = []
        for subject, references in self._index[mention.unit]:
            compared = [(item, item.compare(mention)) for item in references]
            kept = [(item, same) for item, same in compared if same is not None]
            if not kept:
                continue
            weight = self.subject(scene, mention, subject)
            if subject.delegated:
                found += self._delegated(scene, mention, weight, kept)
                continue
            for item, same in kept:
                if item.given and not scene.hears(item.given):
                    continue
                if item.amounts and scene.speaks_of_another(item.amounts, mention):
                    continue
                around = max(weight, _SAME_TURN) if item.given and item.amounts else weight
                found.append(Hit(item, same, around, *self._told(scene, mention, item)))
        return sorted(found, key=lambda hit: -hit.score)

    def subject(self, scene: Scene, mention: Mention, subject: Subject) -> float:
        """How far a subject is what the turn speaks of, around a figure."""
        named = scene.named(subject.says, mention)
        loose = _LOOSE * scene.named(subject.loosely, mention)
        asked = max(scene.asked(subject.says, mention), _LOOSE * scene.asked(subject.loosely, mention))
        standing = _OWN if subject.delegated else self._standing(subject.id, scene.voice.n)
        return max(named, loose, asked, standing, scene.evoked(subject.id, mention))

    def _told(self, scene: Scene, mention: Mention, item: Reference) -> tuple[float, float, float]:
        rivals = scene.rivals(mention)
        words = self._kinds.get(item.kind, ())
        unit = f"eur_{mention.period}" if mention.period else mention.unit
        cue = max(scene.owned(item.says, mention, rivals), scene.asked(item.says, mention))
        if item.term is not None:
            cue = scene.term(item.term, mention, rivals)
        if self._units[item.unit] == 1:
            cue = max(cue, _ANSWERED)
        kind = max(scene.owned(words, mention, rivals), scene.asked(words, mention)) * KIND_SHARE
        if item.special and not cue:
            kind = 0.0
        return cue, kind, _UNIT if item.kind in _UNIT_KINDS.get(unit, ()) else 0.0

    def _delegated(
        self, scene: Scene, mention: Mention, weight: float, kept: Sequence[tuple[Reference, bool]]
    ) -> list[Hit]:
        """A delegation is stated by « ma limite », or exceeded by what is granted."""
        rivals = scene.rivals(mention)
        limit = scene.owned(self._limits, mention, rivals)
        grant = scene.owned(self._grants, mention, rivals)
        grant += _NEXT_CLAUSE if grant > _FLOOR else 0.0  # « les 88 euros, je vous les rends »
        mine = scene.owned(self._mine, mention, rivals)
        upto = max(limit, grant, scene.owned(self._kinds.get("cap", ()), mention, rivals))
        found = []
        for item, same in kept:
            above = not same and (
                item.value is None or (item.unit != "months" and mention.value > item.value)
            )
            told = max(limit, grant if above else 0.0, upto if same else 0.0)
            if item.unit == "months":
                told = max(limit, weight)
            if told:
                around = max(weight, _SAME_TURN) if item.unit == mention.unit and mine >= _STATED else weight
                found.append(Hit(item, same, around, told, 0.0, 0.0))
        return found
