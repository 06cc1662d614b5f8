"""The ledger of what the advisor stated: each figure or rule against the dated catalogue and the law.

A figure of the client's own life (persona, file, facts, what they said) or one computed from known figures is
never called wrong. When in doubt, nothing is said.
"""

from collections.abc import Iterator, Sequence

from server.domain.analysis.tables import Memo
from server.domain.assessment.attribution import ATTACHES, Attribution, Hit, Scene
from server.domain.assessment.hearing import Voice
from server.domain.assessment.mentions import DURATIONS, Mention, MentionReader
from server.domain.assessment.model import Claim, ClaimKind, Verdict
from server.domain.assessment.phrasebook import Phrases, Place
from server.domain.assessment.references import Subject, subjects
from server.domain.assessment.stance import Stance
from server.domain.assessment.sums import Known, Quantity
from server.domain.catalogue import Catalogue
from server.domain.feedback import Feedback, FigureWords
from server.domain.scenario import Scenario
from server.domain.text import Span, fold

_FRAUD = "law:fraude"
_LOAN, _LOAN_COVER = "P-HABITAT", "P-EMPRUNTEUR"
_MEMORY = 8  # turns during which a product stays the subject
_RECENT, _FADING, _EXPECTED = 3.5, 0.3, 2.0
_TALK = ("PROPOSITION", "ARG-CAB", "EXPLICATION", "OBJ-REPONDRE")
_PLAUSIBLE = 6.0  # weight from which an equal reference makes a figure right
_BARE = 9.0  # the same for a whole number without a unit
_CLOSE_MARGIN, _MARGIN, _SIDE_MARGIN, _WIDE_MARGIN = 2.0, 4.0, 6.0, 8.0  # how much lighter than a rival an equal reference may be
_DECIMALS = 4.0  # cents or tenths are seldom equal by chance
_CERTAIN = 10.0  # weight from which a figure that differs is wrong
_LIKELY = 8.0  # the same when the client has just asked how much
_ASKED_NOW = 5.0  # asked just before, and answered in the first sentence
_CUE, _WORDS, _UNIT_ALONE = 4.0, 2.5, 2.0  # the words of the figure, of its kind, or its unit
_PRESENT, _NAMED, _BESIDE = 3.0, 4.0, 6.0  # a subject in season, named, named near
_CLEARER = 2.0  # how much nearer the name of the right product must be
_ADJACENT = 4.0  # a word of the kind beside the figure
_VOICED = 6.0  # the words of the figure near it
_PLAIN, _OBVIOUS = 7.0, 10.0  # told without a doubt
_LIMITS = ("cap", "minimum", "deductible", "condition")
_UNCHECKED = ("price", "rate", "fee")
_MEMO = Memo()


class _Ledger:
    def __init__(
        self,
        voices: Sequence[Voice],
        scenario: Scenario,
        catalogue: Catalogue,
        feedback: Feedback,
        known: frozenset[Quantity],
    ) -> None:
        self.voices = voices
        self.catalogue = catalogue
        self.figures = feedback.figures
        self.fraud = feedback.says_fraud
        self.refers_to = feedback.says_refers
        self.subjects = _MEMO.get(subjects, catalogue)
        self.reader, self.stance = _MEMO.get(_readers, feedback)
        self.expected = _MEMO.get(_expected, scenario, catalogue)
        self.attribution = Attribution(
            self.subjects,
            {item.kind: item.says for item in self.figures.kinds},
            self.figures.says_limit,
            self.figures.says_mine,
            self.figures.says_grants,
            self._standing,
        )
        self.known = Known(known)
        self.last: dict[str, int] = {}

    def claims(self) -> Iterator[Claim]:
        before: Voice | None = None
        for voice in self.voices:
            if voice.turn.speaker == "advisor":
                yield from self._turn(voice, before)
            before = voice if voice.turn.speaker == "client" else None
            for subject in self.subjects:
                if voice.says(subject.says):
                    self.last[subject.id] = voice.n
            self.known.hear(voice)

    def _turn(self, voice: Voice, before: Voice | None) -> Iterator[Claim]:
        yield from self._stated(voice)
        scene = Scene(voice, before, self.reader.read(voice))
        yield from self._vague(scene)
        for mention in scene.mentions:
            claim = self._figure(scene, mention)
            if claim is not None:
                yield claim

    def _standing(self, subject: str, turn: int) -> float:
        """How present a subject is without being named here: spoken of lately, or expected."""
        ago = turn - self.last.get(subject, -99)
        recent = _RECENT - _FADING * ago if ago <= _MEMORY else 0.0
        return max(recent, _EXPECTED if subject in self.expected else 0.0)

    def _stated(self, voice: Voice) -> Iterator[Claim]:
        for rule in self.figures.rules:
            for place in voice.places(rule.says)[:1]:
                sentence = voice.sentence(place)
                asks = "?" in voice.turn.text[place[0] : sentence[1] + 1]
                if asks or voice.says(rule.unless, sentence) or not self._concerns(rule.subject, voice):
                    continue
                yield _claim(voice, place, rule.subject, rule.kind, rule.verdict, rule.reference)

    def _concerns(self, subject: str, voice: Voice) -> bool:
        """Whether a product is spoken of; law is always in season, fraud when someone spoke of it."""
        if subject == _FRAUD:
            return any(v.says(self.fraud) for v in self.voices[: voice.n])
        product = self.catalogue.product(subject)
        if product is None:
            return True
        recent = voice.n - self.last.get(product.id, -99) <= _MEMORY
        return recent or voice.says(product.says) or product.id in self.expected

    def _vague(self, scene: Scene) -> Iterator[Claim]:
        voice = scene.voice
        if not voice.reading.has(*_TALK):
            return
        for place in voice.places(self.figures.says_vague)[:1]:
            subject = self._nearest(scene, Mention(0, "none", "", *place))
            if subject is not None:
                yield _claim(voice, place, subject.id, "rate", "vague", None)

    def _nearest(self, scene: Scene, mention: Mention) -> Subject | None:
        """The product a place of the turn is most likely about, if any is in season."""
        sold = [subject for subject in self.subjects if subject.product]
        weights = [(self.attribution.subject(scene, mention, subject), subject) for subject in sold]
        best = max(weights, key=lambda item: item[0], default=None)
        return best[1] if best and best[0] > 0 else None

    def _figure(self, scene: Scene, mention: Mention) -> Claim | None:
        hits = self.attribution.hits(scene, mention)
        if not hits or not self.stance.asserted(scene, mention):
            return None
        right = self._right(mention, hits)
        if right is not None:
            scene.evoke(right.reference.subject, mention)
            return _of(scene, mention, right, "right")
        wrong = self._wrong(scene, mention, hits)
        if wrong is not None:
            return _of(scene, mention, wrong, "wrong")
        return None

    def _right(self, mention: Mention, hits: Sequence[Hit]) -> Hit | None:
        """A reference of this very value that the words allow."""
        least = _BARE if mention.unit == "none" and mention.whole else _PLAUSIBLE
        rivals = [hit for hit in hits if not hit.same and hit.subject]
        heaviest = max(rivals, key=lambda hit: hit.score, default=None)
        for hit in hits:
            if not hit.same or (hit.reference.special and not hit.cue) or not (hit.subject >= _PRESENT or hit.cue >= _CUE):
                continue
            weight = hit.score + (0 if mention.whole else _DECIMALS)
            if any(_governs(rival, hit) for rival in rivals):
                continue  # a true figure of another product, or another figure of this one
            if weight >= least and (heaviest is None or weight >= heaviest.score - _margin(hit, heaviest)):
                return hit
        return None

    def _wrong(self, scene: Scene, mention: Mention, hits: Sequence[Hit]) -> Hit | None:
        """The reference that a figure misses, when the words leave no doubt that it is meant."""
        hit = next((hit for hit in hits if not hit.same and _meant(hit)), None)
        if hit is None and scene.asked(self.figures.says_how_much, mention) >= _ASKED_NOW:
            hit = next((hit for hit in hits if not hit.same and _answers(hit, mention)), None)
        if hit is None:
            return None
        if hit.reference.kind == "delegation":
            return None if self._left_to_others(scene, mention) else hit
        if self.stance.doubtful(scene, mention) or self._about_another(scene, mention, hit):
            return None
        lived = self.stance.lived(scene, mention)
        if mention.unit not in DURATIONS and lived >= _BESIDE and lived > 2 * hit.kind - 0.5:
            return None
        swapped = any(item.same and item.subject for item in hits)
        if swapped and not self.known.just_said(mention, scene.before):
            return hit
        if self.known.holds(mention) and not self._beyond_doubt(scene, mention, hit):
            return None
        if mention.unit in DURATIONS:
            return hit
        plain = hit.told >= _PLAIN and (hit.subject >= _NAMED or hit.told >= _CERTAIN)
        about = {hit.reference.subject}
        if not plain:
            about |= {item.reference.subject for item in hits if item.subject >= _PRESENT}
        return None if self.known.explains(mention, scene, self._values(about), plain) else hit

    def _about_another(self, scene: Scene, mention: Mention, hit: Hit) -> bool:
        """« 2 880 € de caution »: the words of another figure of the product, told in another unit, are nearer."""
        subject = next(item for item in self.subjects if item.id == hit.reference.subject)
        others = [item for item in subject.references if item.compare(mention) is None]
        return any(scene.bound(item.says, mention) >= ATTACHES > hit.cue for item in others)

    def _values(self, about: set[str]) -> set[float]:
        """The figures of some subjects."""
        found = [item for subject in self.subjects if subject.id in about for item in subject.references]
        return {item.value for item in found if item.value}

    def _beyond_doubt(self, scene: Scene, mention: Mention, hit: Hit) -> bool:
        """« plafonné à 15 000 € »: told so plainly that it is no longer a number of the client's life."""
        if mention.unit == "none" or hit.subject < _PRESENT or self.known.just_said(mention, scene.before):
            return False
        if hit.reference.kind in _LIMITS and hit.kind >= _ADJACENT:
            return True
        return hit.cue >= _PLAIN and hit.told >= _OBVIOUS

    def _left_to_others(self, scene: Scene, mention: Mention) -> bool:
        sentence = scene.voice.sentence(mention.place)
        if scene.voice.says(self.figures.says_no_limit):
            return True
        return scene.voice.says(self.refers_to, sentence) and not scene.bound(self.figures.says_limit, mention)


def ledger(
    voices: Sequence[Voice],
    scenario: Scenario,
    catalogue: Catalogue,
    feedback: Feedback,
    known: frozenset[Quantity],
) -> tuple[Claim, ...]:
    """Everything the advisor stated that can be checked, in order. ``known``: the scenario's own numbers."""
    claims = _Ledger(voices, scenario, catalogue, feedback, known).claims()
    return tuple(sorted(claims, key=lambda claim: (claim.turn, claim.start)))


def _answers(hit: Hit, mention: Mention) -> bool:
    """Whether a figure that answers « combien ? » is of this reference: less needs to be said of it then."""
    if mention.unit == "none" or hit.score < _LIKELY or hit.subject < _PRESENT:
        return False
    typed = mention.unit != "eur" or bool(mention.period)
    return hit.cue >= _CUE or hit.kind >= _WORDS or bool(typed and hit.alone)


def _governs(rival: Hit, hit: Hit) -> bool:
    """Whether the words name the rival so plainly that an equal figure elsewhere is a mere coincidence."""
    if not _meant(rival):
        return False
    if rival.reference.kind == "delegation" != hit.reference.kind:
        return rival.cue >= _PLAIN + 1 and hit.subject < _BESIDE
    if rival.reference.subject == hit.reference.subject:
        return rival.cue >= hit.cue + _CUE and rival.told > hit.told
    named = rival.subject >= _BESIDE and rival.subject >= hit.subject + _CLEARER
    return named and rival.told >= hit.told - 1


def _margin(hit: Hit, rival: Hit) -> float:
    """Less for a rival named beside the figure with its own words; more for one that is only in season."""
    if rival.cue >= hit.cue + _CUE:
        return _MARGIN
    if rival.reference.kind == "delegation" == hit.reference.kind:
        return _CLOSE_MARGIN
    if rival.subject < _BESIDE:
        return _WIDE_MARGIN
    same_subject = hit.reference.subject == rival.reference.subject
    return _SIDE_MARGIN if same_subject or rival.cue < _CUE else _MARGIN


def _meant(hit: Hit) -> bool:
    """Whether the words leave no doubt that this reference is meant."""
    item = hit.reference
    if item.kind == "delegation":
        return hit.subject >= _CUE and hit.cue >= _CUE
    if hit.score < _CERTAIN:
        return hit.subject > 0 and item.alone and item.kind in _LIMITS and item.unit == "percent" and hit.kind >= 4.5
    if item.unit == "clock":
        return hit.subject >= _NAMED and hit.cue >= _CUE
    if hit.subject < _PRESENT:
        if item.unit in ("date", "clock"):
            return False
        if not hit.subject:
            return hit.cue >= _PLAIN + 1 and hit.kind + hit.unit >= _ADJACENT
        return hit.cue >= _VOICED and hit.kind + hit.unit >= _UNIT_ALONE
    if hit.cue >= _CUE:
        return True
    if item.unit in DURATIONS:
        return item.alone and hit.subject >= _NAMED and hit.kind >= _ADJACENT
    return hit.subject >= _NAMED and (hit.kind >= _WORDS or bool(hit.unit and hit.alone))


def _readers(feedback: Feedback) -> tuple[MentionReader, Stance]:
    return MentionReader(feedback.figures), Stance(feedback.figures)


def _expected(scenario: Scenario, catalogue: Catalogue) -> frozenset[str]:
    """Products this client came for, holds or may be offered; a loan comes with its insurance."""
    found = {offer.product for offer in scenario.offers}
    found.update(offer.product for offer in scenario.unfit)
    found.update(scenario.demand.products)
    found.update(product for need in scenario.needs for product in need.products)
    if _LOAN in found:
        found.add(_LOAN_COVER)
    return frozenset(found)


def _of(scene: Scene, mention: Mention, hit: Hit, verdict: Verdict) -> Claim:
    item = hit.reference
    return _claim(scene.voice, mention.place, item.subject, item.kind, verdict, item.text)


def _claim(
    voice: Voice, place: Place, subject: str, kind: ClaimKind, verdict: Verdict, reference: str | None
) -> Claim:
    start, end = voice.sentence(place)
    span = Span.of(voice.turn.text, min(start, place[0]), min(max(end, place[1]), len(voice.turn.text)))
    return Claim(
        turn=voice.n,
        start=span.start,
        end=span.end,
        quote=span.quote,
        subject=subject,
        kind=kind,
        stated=voice.turn.text[place[0] : place[1]],
        verdict=verdict,
        reference=reference,
    )
