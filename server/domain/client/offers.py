"""What the client makes of an offer: accepted when it fits a discovered need, else considered or refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from server.domain.analysis.acts import Reading
from server.domain.client.state import ClientState
from server.domain.phrases import Token, says
from server.domain.scenario import Offer, Scenario, UnfitOffer

Answer = Literal["accepted", "considered", "refused"]


@dataclass(frozen=True, slots=True)
class OfferAnswer:
    """One product proposed and what the client says of it; ``index`` places it in the scenario's list."""

    product: str
    answer: Answer
    source: Literal["fit", "unfit", "unknown"]
    index: int = -1


def answers(
    state: ClientState, reading: Reading, heard: Sequence[Sequence[Token]], scenario: Scenario
) -> list[OfferAnswer]:
    """The client's answer to each product this turn proposes, in order, each product once."""
    found = []
    for product in dict.fromkeys(reading.offers):
        if state.offers.get(product) in ("accepted", "refused"):
            continue
        found.append(_answer(product, state, heard, scenario))
    return found


def _answer(
    product: str, state: ClientState, heard: Sequence[Sequence[Token]], scenario: Scenario
) -> OfferAnswer:
    unfit = _variant(product, scenario.unfit, heard)
    fit = _variant(product, scenario.offers, heard)
    if fit is not None and (unfit is None or (scenario.offers[fit].says and not scenario.unfit[unfit].says)):
        found = discovered(scenario.offers[fit], state, scenario)
        return OfferAnswer(product, "accepted" if found else "considered", "fit", fit)
    if unfit is not None:
        return OfferAnswer(product, "refused", "unfit", unfit)
    return OfferAnswer(product, "considered", "unknown")


def _variant(
    product: str, offers: Sequence[Offer | UnfitOffer], heard: Sequence[Sequence[Token]]
) -> int | None:
    """Index of the entry for this product: the variant that is named, else the general one."""
    general = None
    for at, offer in enumerate(offers):
        if offer.product != product:
            continue
        if offer.says and says(heard, offer.says):
            return at
        if not offer.says and general is None:
            general = at
    return general


def discovered(offer: Offer, state: ClientState, scenario: Scenario) -> bool:
    """Whether a need this offer answers has been found: one of its facts revealed, or none required."""
    if not offer.needs:
        return True
    known = set(state.revealed)
    for need in offer.needs:
        latent = next((n for n in scenario.needs if n.id == need), None)
        if need in known or (latent is not None and known.intersection(latent.facts)):
            return True
    return False
