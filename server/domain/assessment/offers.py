"""What the advisor proposed: which products, whether they suit this client, whether they answer a need told."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from server.domain.analysis.acts import Act
from server.domain.assessment.discoveries import Discovery
from server.domain.assessment.hearing import Voice
from server.domain.scenario import Offer, Scenario, UnfitOffer

Kind = Literal["fit", "unfit", "unknown"]
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


def offers(voices: Sequence[Voice], scenario: Scenario, found: Sequence[Discovery]) -> tuple[Offered, ...]:
    """Products proposed, in order; each product once a kind."""
    seen: set[tuple[str, Kind]] = set()
    made: list[Offered] = []
    for voice in voices:
        if voice.turn.speaker != "advisor":
            continue
        acts = [act for act in voice.reading.acts if act.act in PROPOSALS]
        for product in voice.reading.offers if acts else ():
            offered = _offered(product, voice, acts[0], voices, scenario, found)
            if (product, offered.kind) not in seen:
                seen.add((product, offered.kind))
                made.append(offered)
    return tuple(made)


def _offered(
    product: str,
    voice: Voice,
    act: Act,
    voices: Sequence[Voice],
    scenario: Scenario,
    found: Sequence[Discovery],
) -> Offered:
    kind, entry = _judged(product, voice, scenario)
    return Offered(
        product=product,
        turn=voice.n,
        act=act,
        kind=kind,
        entry=entry,
        linked=linked(voice, voices, found),
        priced=any(number.unit in ("eur", "percent") or number.value > 31 for number in voice.numbers),
    )


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
