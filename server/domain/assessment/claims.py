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
from server.domain.assessment.references import Subject, index
from server.domain.assessment.stance import Stance
from server.domain.assessment.sums import Known, Quantity
from server.domain.assessment.weighing import PRESENT, beyond_doubt, matched, missed, overlooks, plainly
from server.domain.catalogue import Catalogue
from server.domain.feedback import Feedback
from server.domain.phrases import says
from server.domain.scenario import Scenario
from server.domain.text import Span

_FRAUD = "law:fraude"
_LOAN, _LOAN_COVER = "P-HABITAT", "P-EMPRUNTEUR"
_MEMORY = 8  # turns during which a product stays the subject
_RECENT, _FADING, _EXPECTED = 3.5, 0.3, 2.0
_TALK = ("PROPOSITION", "ARG-CAB", "EXPLICATION", "OBJ-REPONDRE")
_NAMED_BESIDE = 7.0
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
        known_figures = _MEMO.get(index, catalogue)
        self.subjects = known_figures.subjects
        self.reader, self.stance = _MEMO.get(_readers, feedback)
        self.expected = _MEMO.get(_expected, scenario, catalogue)
        self.kinds: dict[str, Phrases] = {item.kind: item.says for item in self.figures.kinds}
        self.attribution = Attribution(
            known_figures,
            self.kinds,
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
        weights = [
            (
                max(
                    scene.named(item.says, mention),
                    scene.asked(item.says, mention),
                    self._standing(item.id, scene.voice.n),
                ),
                item,
            )
            for item in self.subjects
            if item.product
        ]
        best = max(weights, key=lambda item: item[0], default=None)
        return best[1] if best and best[0] > 0 else None

    def _figure(self, scene: Scene, mention: Mention) -> Claim | None:
        hits = self.attribution.hits(scene, mention)
        if not hits or not self.stance.asserted(scene, mention):
            return None
        right = matched(mention, hits)
        if right is not None:
            scene.evoke(right.reference.subject, mention)
            return _of(scene, mention, right, "right")
        wrong = self._wrong(scene, mention, hits)
        if wrong is not None:
            return _of(scene, mention, wrong, "wrong")
        return self._unchecked(scene, mention, hits)

    def _unchecked(self, scene: Scene, mention: Mention, hits: Sequence[Hit]) -> Claim | None:
        """A price or a rate of a product named beside it, which no figure of the catalogue can check."""
        priced = mention.unit == "eur" and mention.period in ("month", "year")
        if not priced and mention.unit != "percent":
            return None
        subject = self._nearest(scene, mention)
        if subject is None or scene.named(subject.says, mention) < _NAMED_BESIDE:
            return None
        if self.known.holds(mention) or self.stance.doubtful(scene, mention):
            return None
        if self.stance.lived(scene, mention) or self.known.explains(
            mention, scene, self._values({subject.id}), False
        ):
            return None
        kind: ClaimKind = "price" if priced else "rate"
        if not scene.bound(self.kinds.get(kind, ()), mention) or any(hit.same for hit in hits):
            return None
        return _claim(scene.voice, mention.place, subject.id, kind, "unverifiable", None)

    def _wrong(self, scene: Scene, mention: Mention, hits: Sequence[Hit]) -> Hit | None:
        """The reference that a figure misses, when the words leave no doubt that it is meant."""
        asked = scene.asked(self.figures.says_how_much, mention)
        hit = missed(mention, hits, asked)
        if hit is None:
            return None
        if hit.reference.kind == "delegation":
            return None if self._left_to_others(scene, mention) else hit
        if self.stance.doubtful(scene, mention) or self._about_another(scene, mention, hit):
            return None
        lived = self.stance.lived(scene, mention)
        if mention.unit not in DURATIONS and overlooks(hit, lived):
            return None
        just_said = self.known.just_said(mention, scene.before)
        if not just_said and any(item.same and item.subject for item in hits):
            return hit  # the value of another figure
        if self.known.holds(mention) and (just_said or not beyond_doubt(mention, hit)):
            return None
        if mention.unit in DURATIONS:
            return hit
        plain = plainly(hit)
        about = {hit.reference.subject}
        if not plain:
            about |= {item.reference.subject for item in hits if item.subject >= PRESENT}
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

    def _left_to_others(self, scene: Scene, mention: Mention) -> bool:
        sentence = scene.voice.sentence(mention.place)
        if scene.voice.says(self.figures.says_no_limit):
            return True
        return scene.voice.says(self.refers_to, sentence) and not scene.bound(
            self.figures.says_limit, mention
        )


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


def _readers(feedback: Feedback) -> tuple[MentionReader, Stance]:
    return MentionReader(feedback.figures), Stance(feedback.figures)


def _expected(scenario: Scenario, catalogue: Catalogue) -> frozenset[str]:
    """Products this client came for, holds or may be offered; a loan comes with its insurance."""
    found = {offer.product for offer in scenario.offers}
    found.update(offer.product for offer in scenario.unfit)
    found.update(scenario.demand.products)
    found.update(product for need in scenario.needs for product in need.products)
    held = [scenario.persona.holdings, *(entry.value for entry in scenario.file)]
    held += [fact.line for fact in scenario.facts]
    found.update(item.id for item in catalogue.products if any(says(text, item.says) for text in held))
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
