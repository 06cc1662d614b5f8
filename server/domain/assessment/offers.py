"""What the advisor proposed: which products, whether they suit this client, whether they answer a need told."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from server.domain.analysis.acts import Act
from server.domain.assessment.discoveries import Discovery
from server.domain.assessment.hearing import Voice
from server.domain.assessment.model import Claim
from server.domain.assessment.phrasebook import Place
from server.domain.catalogue import Catalogue, Product
from server.domain.feedback import Feedback
from server.domain.scenario import Offer, Scenario, UnfitOffer
from server.domain.text import Span

Kind = Literal["fit", "unfit", "unknown"]
_DATE = 31
_JUST = 3
_TOLD = 2
_BEFORE = 30  # characters in which a negation bears on what follows
PROPOSALS = ("PROPOSITION", "ARG-CAB")


@dataclass(frozen=True, slots=True)
class Offered:
    """One product proposed once: where, by which act, of what kind, on which of the client's words."""

    product: str
    turn: int
    act: Act
    kind: Kind
    entry: Offer | UnfitOffer | None
    linked: bool
    priced: bool


def offers(
    voices: Sequence[Voice],
    scenario: Scenario,
    found: Sequence[Discovery],
    claims: Sequence[Claim],
    catalogue: Catalogue,
    feedback: Feedback,
) -> tuple[Offered, ...]:
    """Products proposed, in order; each product once a kind. One set aside is not proposed."""
    seen: set[tuple[str, Kind]] = set()
    made: list[Offered] = []
    for voice in voices:
        if voice.turn.speaker != "advisor":
            continue
        for product, act in _proposed(voice, scenario, found, claims, catalogue, feedback):
            if _set_aside(catalogue.product(product), voice, feedback):
                continue
            kind, entry = _judged(product, voice, scenario)
            if kind == "unfit" and _refused(catalogue.product(product), voice, feedback):
                continue
            if (product, kind) in seen:
                continue
            seen.add((product, kind))
            made.append(
                Offered(
                    product=product,
                    turn=voice.n,
                    act=act,
                    kind=kind,
                    entry=entry,
                    linked=linked(voice, voices, found)
                    or _answers(entry, voice, scenario, found)
                    or _asked_for(catalogue.product(product), voice, voices),
                    priced=any(n.unit in ("eur", "percent") or n.value > _DATE for n in voice.numbers),
                )
            )
    return tuple(made)


def discarded(voices: Sequence[Voice], catalogue: Catalogue, feedback: Feedback) -> tuple[Act, ...]:
    """Sentences that rule a product out for this client, each product once."""
    seen: set[str] = set()
    found = []
    for voice in voices:
        for product in catalogue.products if voice.turn.speaker == "advisor" else ():
            for at in voice.places(product.says):
                start, end = voice.sentence(at)
                asks = "?" in voice.turn.text[start : end + 1]
                out = voice.says(feedback.says_discards, (start, end)) or _negated(at, voice, feedback)
                if out and not asks and product.id not in seen:
                    seen.add(product.id)
                    found.append(_stated(voice, (start, end)))
    return tuple(found)


def _proposed(
    voice: Voice,
    scenario: Scenario,
    found: Sequence[Discovery],
    claims: Sequence[Claim],
    catalogue: Catalogue,
    feedback: Feedback,
) -> Iterator[tuple[str, Act]]:
    """Products of a proposal; without one, an unsuitable product that is plainly put forward."""
    acts = [act for act in voice.reading.acts if act.act in PROPOSALS]
    priced = [claim.subject for claim in claims if claim.turn == voice.n and _priced(claim)]
    if not priced and _sums_up(voice, found):
        return
    if acts:
        for product in dict.fromkeys((*voice.reading.offers, *priced)):
            yield product, acts[0]
        return
    for product in voice.reading.products if not voice.says(feedback.says_discards) else ():
        if any(entry.product == product for entry in scenario.unfit):
            place = _plainly(catalogue.product(product), voice, feedback)
            if place is not None:
                yield product, _stated(voice, place)


def _sums_up(voice: Voice, found: Sequence[Discovery]) -> bool:
    """Whether a turn takes back several facts told: the products it names are those the client has."""
    told = sum(item.turn < voice.n and voice.says(item.fact.anchors) for item in found)
    return told >= _TOLD and voice.reading.has("REFORM-SYNTHESE")


def _plainly(product: Product | None, voice: Voice, feedback: Feedback) -> Place | None:
    """A sentence that names a product without asking about it or ruling it out."""
    for at in voice.places(product.says) if product is not None else ():
        start, end = voice.sentence(at)
        asks = "?" in voice.turn.text[start : end + 1]
        if not asks and not voice.says(feedback.says_negates, (start, end)):
            return start, end
    return None


def _stated(voice: Voice, place: Place) -> Act:
    span = Span.of(voice.turn.text, *place)
    return Act(
        turn=voice.n, act="PROPOSITION", start=span.start, end=span.end, quote=span.quote,
        confidence=0.5, decided_by="context",
    )  # fmt: skip


def _set_aside(product: Product | None, voice: Voice, feedback: Feedback) -> bool:
    """Whether every sentence that names the product is there to rule it out."""
    places = voice.places(product.says) if product is not None else ()
    return bool(places) and all(voice.says(feedback.says_discards, voice.sentence(at)) for at in places)


def _refused(product: Product | None, voice: Voice, feedback: Feedback) -> bool:
    """Whether a negation comes just before every mention of the product: « ni crédit ni découvert »."""
    places = voice.places(product.says) if product is not None else ()
    return bool(places) and all(_negated(at, voice, feedback) for at in places)


def _negated(at: Place, voice: Voice, feedback: Feedback) -> bool:
    start, _ = voice.group(at)
    return voice.says(feedback.says_rejects, (max(at[0] - _BEFORE, start), at[0]))


def _priced(claim: Claim) -> bool:
    return claim.subject.startswith("P-") and claim.kind in ("price", "rate") and claim.verdict != "vague"


def _answers(
    entry: Offer | UnfitOffer | None, voice: Voice, scenario: Scenario, found: Sequence[Discovery]
) -> bool:
    """Whether the client has just told a fact this offer needs."""
    if not isinstance(entry, Offer):
        return False
    needs = set(entry.needs)
    for need in scenario.needs:
        if need.id in needs:
            needs |= set(need.facts)
    return any(item.fact.id in needs and 0 < voice.n - item.turn <= _JUST for item in found)


def _judged(product: str, voice: Voice, scenario: Scenario) -> tuple[Kind, Offer | UnfitOffer | None]:
    unfit = _variant(product, scenario.unfit, voice)
    fit = _variant(product, scenario.offers, voice)
    if fit is not None and (unfit is None or (bool(fit.says) and not unfit.says)):
        return "fit", fit
    if unfit is not None:
        return "unfit", unfit
    return "unknown", None


def _variant(product: str, entries: Sequence[Offer | UnfitOffer], voice: Voice) -> Offer | UnfitOffer | None:
    general = None
    for entry in entries:
        if entry.product != product:
            continue
        if entry.says and voice.says(entry.says):
            return entry
        if not entry.says and general is None:
            general = entry
    return general


def _asked_for(product: Product | None, voice: Voice, voices: Sequence[Voice]) -> bool:
    """Whether the client has just named this product."""
    before = voices[voice.n - 2] if voice.n >= 2 else None
    return product is not None and before is not None and before.says(product.says)


def linked(voice: Voice, voices: Sequence[Voice], found: Sequence[Discovery]) -> bool:
    """Whether a turn takes back something the client told: a fact, a number, or several of their words."""
    if any(item.turn < voice.n and voice.says(item.fact.anchors) for item in found):
        return True
    told: set[str] = set()
    for other in voices[: voice.n - 1]:
        if other.turn.speaker == "client":
            told |= other.roots
    common = voice.roots & told
    return any(item[0] == "#" for item in common) or len(common) >= 3
