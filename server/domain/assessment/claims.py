"""The ledger of what the advisor stated: each figure or rule against the dated catalogue and the law.

A figure of the client's own life (persona, file, facts, what they said) or one computed from known figures is
never called wrong. When in doubt, nothing is said.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from server.domain.assessment.hearing import Voice
from server.domain.assessment.model import Claim, ClaimKind, Verdict
from server.domain.assessment.numerals import Number
from server.domain.assessment.phrasebook import Place
from server.domain.assessment.sums import Known, Quantity
from server.domain.catalogue import Catalogue, Delegation, Figure, Product
from server.domain.feedback import Feedback
from server.domain.scenario import Scenario
from server.domain.text import Span

_UNITS = {
    "eur": ("eur", "eur_month", "eur_year"),
    "percent": ("percent", "percent_year"),
    "months": ("months",),
    "years": ("years",),
    "days": ("days",),
}
_EXACT = 0.005
_DATE = 31
_FRAUD = "law:fraude"
_GESTURE = "geste_commercial_frais"
_LOAN, _LOAN_COVER = "P-HABITAT", "P-EMPRUNTEUR"
_UNNAMED = 5000
_MEMORY = 8  # turns during which a product stays the subject
_STATES = ("rate", "price", "fee", "cap", "deductible", "delay", "condition", "minimum")
_TALK = ("PROPOSITION", "ARG-CAB", "EXPLICATION", "OBJ-REPONDRE")


@dataclass(frozen=True, slots=True)
class _Subject:
    """A product as the subject of a number; ``near`` when the same sentence names it."""

    product: Product
    near: bool
    gap: int


class _Ledger:
    def __init__(
        self,
        voices: Sequence[Voice],
        scenario: Scenario,
        catalogue: Catalogue,
        feedback: Feedback,
        known: frozenset[Quantity],
    ) -> None:
        self.expected = {offer.product for offer in scenario.offers}
        self.expected.update(offer.product for offer in scenario.unfit)
        self.expected.update(scenario.demand.products)
        self.voices = voices
        self.catalogue = catalogue
        self.figures = feedback.figures
        self.fraud = feedback.says_fraud
        self.commits, self.refers_to = feedback.says_commits, feedback.says_refers
        self.known: Known = Known(known)
        self.last: dict[str, int] = {}

    def claims(self) -> Iterator[Claim]:
        for voice in self.voices:
            if voice.turn.speaker == "advisor":
                yield from self._stated(voice)
                yield from self._vague(voice)
                for number in voice.numbers:
                    claim = self._figure(voice, number)
                    if claim is not None:
                        yield claim
            for product in self.catalogue.products:
                if voice.says(product.says):
                    self.last[product.id] = voice.n
            self.known.hear(voice)

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
        return recent or voice.says(product.says) or self._expects(product)

    def _expects(self, product: Product) -> bool:
        """A product this client came for or may be offered, or its insurance."""
        return product.id in self.expected or (product.id == _LOAN_COVER and _LOAN in self.expected)

    def _vague(self, voice: Voice) -> Iterator[Claim]:
        if not voice.reading.has(*_TALK):
            return
        for place in voice.places(self.figures.says_vague)[:1]:
            subjects = self._subjects(voice, place)
            if subjects:
                yield _claim(voice, place, subjects[0].product.id, "rate", "vague", None)

    def _figure(self, voice: Voice, number: Number) -> Claim | None:
        place = (number.start, number.end)
        if self._something_else(voice, number):
            return None
        law = self._law(voice, number)
        if law is not None:
            return law
        subjects = self._subjects(voice, place)
        for subject in subjects:
            figure = _match(subject.product, number)
            if figure is not None and (
                subject.near or number.unit != "none" or number.value != int(number.value)
            ):
                return _claim(voice, place, subject.product.id, _kind(figure, number), "right", figure.text)
        delegation = self._delegation(voice, number)
        if delegation is not None:
            return delegation
        return self._wrong(voice, number, subjects)

    def _something_else(self, voice: Voice, number: Number) -> bool:
        """An hour, a date, an age, a count, a question about the client's own figure: not a claim."""
        _, end = voice.group((number.start, number.end))
        asks = "?" in voice.turn.text[number.end : end + 2]
        if asks and (number.unit in ("years", "none") or self.known.holds(number)):
            return True
        if number.unit == "none" and number.value <= _DATE and number.value == int(number.value):
            return True
        around = (max(0, number.start - 12), number.end + 12)
        return number.unit == "none" and voice.says(self.figures.says_else, around)

    def _subjects(self, voice: Voice, place: Place) -> list[_Subject]:
        """Products this number may be about, the most likely first."""
        sentence = voice.group(place)
        found = []
        for product in self.catalogue.products:
            places = voice.places(product.says)
            inside = [p for p in places if sentence[0] <= p[0] <= sentence[1]]
            before = [p for p in places if p[0] <= place[0]]
            if inside:
                gap = min(abs(p[0] - place[0]) + (40 if p[0] > place[0] else 0) for p in inside)
                found.append(_Subject(product, True, gap))
            elif before:
                found.append(_Subject(product, False, 200 + place[0] - before[-1][0]))
            elif places or voice.n - self.last.get(product.id, -99) <= _MEMORY:
                found.append(_Subject(product, False, 2000 + voice.n - self.last.get(product.id, -99)))
            elif product.id in self.expected:
                found.append(_Subject(product, False, _UNNAMED))
        return sorted(found, key=lambda subject: subject.gap)

    def _law(self, voice: Voice, number: Number) -> Claim | None:
        sentence = voice.sentence((number.start, number.end))
        for law in self.figures.laws:
            same = law.unit == number.unit and abs(law.value - number.value) < _EXACT
            if same and voice.says(law.says, sentence):
                place = (number.start, number.end)
                return _claim(voice, place, law.subject, law.kind, "right", law.reference)
        return None

    def _delegation(self, voice: Voice, number: Number) -> Claim | None:
        sentence = voice.sentence((number.start, number.end))
        for item in self.catalogue.delegations:
            unit = "percent" if item.unit == "percent" else "eur"
            if item.limit is None or number.unit not in (unit, "none"):
                continue
            if self._beyond(item, voice, number, sentence):
                place = (number.start, number.end)
                beyond = f"{item.label} : {item.beyond}"
                return _claim(voice, place, f"delegation:{item.id}", "delegation", "wrong", beyond)
            if abs(item.limit - number.value) < _EXACT and voice.says(item.says, sentence):
                place = (number.start, number.end)
                return _claim(voice, place, f"delegation:{item.id}", "delegation", "right", item.label)
        return None

    def _beyond(self, item: Delegation, voice: Voice, number: Number, sentence: Place) -> bool:
        """Whether a sum is granted above the limit, without leaving the decision to anyone."""
        if number.unit != "eur" or item.limit is None or number.value <= item.limit or item.id != _GESTURE:
            return False
        refers = voice.says(self.refers_to, sentence)
        return voice.says(self.commits, sentence) and not refers

    def _wrong(self, voice: Voice, number: Number, subjects: Sequence[_Subject]) -> Claim | None:
        place = (number.start, number.end)
        sentence = voice.sentence(place)
        if number.unit == "none" or not subjects or not subjects[0].near:
            return None
        if self.known.explains(number, voice, subjects[0].product) or self._withdrawn(voice, place, sentence):
            return None
        figure = _meant(subjects[0].product, number, voice, place)
        if figure is None:
            return None
        product = subjects[0].product
        return _claim(voice, place, product.id, _kind(figure, number), "wrong", figure.text)

    def _withdrawn(self, voice: Voice, place: Place, sentence: Place) -> bool:
        after = (place[1], place[1] + 40)
        return voice.says(self.figures.says_doubt, sentence) or voice.says(
            self.figures.says_correction, after
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


def _match(product: Product, number: Number) -> Figure | None:
    for figure in product.figures:
        if number.unit != "none" and figure.kind != "example" and figure.unit not in _UNITS[number.unit]:
            continue
        values = (figure.value, *figure.also)
        if any(value is not None and abs(value - number.value) < _EXACT for value in values):
            return figure
    return None


def _meant(product: Product, number: Number, voice: Voice, place: Place) -> Figure | None:
    """The figure of the product that a number in this unit, near these words, must be."""
    same = [f for f in product.figures if f.unit in _UNITS[number.unit] and f.value is not None]
    around = (max(0, place[0] - 45), place[1] + 30)
    named = [figure for figure in same if voice.says(figure.says, around)]
    rates = [figure for figure in named if figure.kind in _STATES]
    return rates[0] if len(rates) == 1 else None


def _kind(figure: Figure, number: Number) -> ClaimKind:
    if figure.kind != "example":
        return figure.kind
    return "rate" if number.unit == "percent" else "delay" if number.unit == "months" else "price"


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
