"""What each kind of step goes over in a scenario, in a sensible order, with the slots each item fills."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from server.domain.probing.model import Step
from server.domain.probing.situation import Progress, Situation
from server.domain.scenario import Fact, MoodRule, Offer, UnfitOffer

ACCESS = {"easy": 0, "medium": 1, "only_if_asked": 2, "hard": 3, "spontaneous": 4}
STUFFED = 14
FIGURES = 2


@dataclass(frozen=True, slots=True)
class Item:
    """An element of the scenario that a line can be about; ``choices`` are slots with several wordings."""

    id: str
    slots: Mapping[str, str]
    choices: Mapping[str, Sequence[str]] | None = None


def rank(seed: int, *names: str) -> bytes:
    """A place that the seed decides, always the same for the same names."""
    return blake2b("|".join((str(seed), *names)).encode(), digest_size=8).digest()


def plain(phrase: str) -> str:
    """A phrase of the small language as words one can say."""
    return phrase.replace("*", "")


def telling(phrases: Sequence[str]) -> list[str]:
    """The longer half of a list of phrases, as words: those that say something out of context."""
    ordered = sorted(map(plain, phrases), key=lambda phrase: (-len(phrase.split()), phrase))
    return ordered[: max(1, (len(ordered) + 1) // 2)] if ordered else []


def items(step: Step, at: Situation, progress: Progress, seed: int) -> list[Item]:
    """The items of a step, the next one to take first."""
    if step.over == "facts":
        return _facts(step, at, progress)
    return _SOURCES[step.over](step, at, seed)


def common_slots(at: Situation, seed: int) -> dict[str, str]:
    """Slots that every line may use."""
    person = at.scenario.persona
    return {
        "title": person.title,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "occupation": person.occupation,
        "advisor": at.learners.advisor,
        "minutes": str(at.scenario.minutes),
        "bank": at.catalogue.bank.name,
        "reason": at.scenario.reason or at.scenario.title,
        "demand": at.scenario.demand.text,
        "recaps": "; ".join(_known_recaps(at)),
        "points": ". ".join(
            f"{place}. {plain(point.says[0])}" for place, point in enumerate(at.scenario.demand.points, 1)
        ),
        "products": ", ".join(_names(at, [*at.scenario.offers, *at.scenario.unfit])),
        "good": ", ".join(_good_phrases(at, seed)),
        "theme": _hidden(at, seed)[0],
        "key": _hidden(at, seed)[1],
    }


def _known_recaps(at: Situation) -> list[str]:
    told = [fact for fact in at.scenario.facts if fact.id in at.client.revealed]
    return [at.recap(fact) for fact in told if fact.access != "spontaneous"]


def _names(at: Situation, offers: Sequence[Offer | UnfitOffer]) -> list[str]:
    return list(dict.fromkeys(_product(at, offer.product) for offer in offers))


def _good_phrases(at: Situation, seed: int) -> list[str]:
    """What an answer key holds: words of needs, of right answers, of awaited gestures."""
    scenario = at.scenario
    pools = [
        *(need.says for need in scenario.needs),
        *(objection.answers for objection in scenario.objections),
        *(rule.says for rule in scenario.mood.rules if rule.delta > 0),
        *(fact.anchors for fact in scenario.facts),
        scenario.demand.says,
    ]
    phrases = sorted({plain(phrase) for pool in pools for phrase in pool})
    turn = str(at.client.advisor_turns)
    return sorted(phrases, key=lambda phrase: rank(seed, turn, phrase))[:STUFFED]


def _hidden(at: Situation, seed: int) -> tuple[str, str]:
    left = [fact for fact in at.scenario.facts if fact.id not in at.client.revealed] or at.scenario.facts
    turn = str(at.client.advisor_turns)
    fact = min(left, key=lambda f: rank(seed, turn, "hidden", f.id))
    return at.themes.get(fact.theme, fact.theme), fact.key


def _facts(step: Step, at: Situation, progress: Progress) -> list[Item]:
    """Facts still hidden: least asked first, then those trust allows, then the easiest."""
    wanted = sorted(at.scenario.facts, key=lambda fact: (ACCESS[fact.access], fact.threshold))
    wanted = wanted[: max(1, round(step.share * len(wanted)))]
    hidden = [fact for fact in wanted if fact.id not in at.client.revealed]
    hidden.sort(
        key=lambda fact: (
            progress.count(step.id, fact.id),
            fact.threshold > at.client.trust,
            ACCESS[fact.access],
            fact.threshold,
        )
    )
    return [Item(fact.id, {"recap": at.recap(fact)}, {"question": fact.questions}) for fact in hidden]


def _once(step: Step, at: Situation, seed: int) -> list[Item]:
    return [Item("once", {})]


def _lines(step: Step, at: Situation, seed: int) -> list[Item]:
    order = sorted(step.lines, key=lambda line: rank(seed, step.id, line))
    return [Item(line, {}) for line in order]


def _objections(step: Step, at: Situation, seed: int) -> list[Item]:
    objection = at.scenario.objection(at.open_objection or "")
    if objection is None:
        return []
    return [Item(objection.id, {"better": objection.better, "objection": objection.text})]


def _fit(step: Step, at: Situation, seed: int) -> list[Item]:
    """Offers whose need is known and that the client has not settled, with the fact that calls for them."""
    found = []
    for offer in at.scenario.offers:
        facts = _facts_behind(offer, at)
        known = [fact for fact in facts if fact.id in at.client.revealed]
        if (known or not offer.needs) and offer.product not in at.client.offers:
            recap = at.recap(known[0]) if known else at.scenario.demand.text
            slots = {
                "product": _variant(at, offer),
                "why": offer.why,
                "recap": recap,
                "figures": _figures(at, offer),
            }
            found.append(Item(f"{offer.product} {plain(' '.join(offer.says[:1]))}", slots))
    return found


def _figures(at: Situation, offer: Offer) -> str:
    """The first figures of the product, as the catalogue shows them."""
    product = at.catalogue.product(offer.product)
    figures = product.figures[:FIGURES] if product else ()
    return ", ".join(f"{figure.label} : {figure.text}" for figure in figures) or offer.why


def _facts_behind(offer: Offer, at: Situation) -> list[Fact]:
    latent = {need.id: need.facts for need in at.scenario.needs}
    ids = [fact for need in offer.needs for fact in (latent.get(need, ()) or (need,))]
    return [fact for fact in at.scenario.facts if fact.id in ids]


def _unfit(step: Step, at: Situation, seed: int) -> list[Item]:
    order = sorted(at.scenario.unfit, key=lambda offer: rank(seed, step.id, offer.product, offer.why))
    return [
        Item(f"{offer.product} {plain(' '.join(offer.says[:1]))}", {"product": _variant(at, offer)})
        for offer in order
    ]


def _variant(at: Situation, offer: Offer | UnfitOffer) -> str:
    name = _product(at, offer.product)
    return f"{name}, {plain(offer.says[0])}" if offer.says else name


def _product(at: Situation, product_id: str) -> str:
    product = at.catalogue.product(product_id)
    return product.short if product else product_id


def _points(step: Step, at: Situation, seed: int) -> list[Item]:
    """What the client came for and still waits for: each request of a message, or the whole demand."""
    demand = at.scenario.demand
    if demand.points:
        return [
            Item(point.id, {"point": point.text, "words": telling(point.says)[0]})
            for point in demand.points
            if point.id not in at.client.points_answered
        ]
    words = telling(demand.says) or _names(at, at.scenario.offers)
    return [Item("demand", {"point": demand.text}, {"words": words})]


def _feelings(step: Step, at: Situation, seed: int) -> list[Item]:
    return [feeling_item(name, rule) for name, rule in awaited(at)]


def awaited(at: Situation) -> list[tuple[str, MoodRule]]:
    """Words this client waits for, at this moment, and has not heard."""
    return [
        (str(place), rule)
        for place, rule in enumerate(at.scenario.mood.rules)
        if rule.delta > 0
        and rule.says
        and not (rule.acts or rule.signals)
        and (rule.after_fact is None or rule.after_fact in at.client.revealed)
        and not at.client.rules_used.get(f"S{place}")
    ]


def feeling_item(name: str, rule: MoodRule) -> Item:
    """The words of a mood rule, to be said."""
    return Item(name, {}, {"words": telling(rule.says)})


_SOURCES = {
    "once": _once,
    "lines": _lines,
    "objections": _objections,
    "fit": _fit,
    "unfit": _unfit,
    "points": _points,
    "feelings": _feelings,
}
