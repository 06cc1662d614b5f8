"""The first page: whom to meet, what to work on again, what is under way."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from server.domain.rubric import Rubric
from server.domain.scenario import Scenario
from server.entrypoints.web.presenters.shared import (
    KINDS,
    Attempt,
    Caller,
    Sig,
    SigLevel,
    caller_of,
    harmless_quote,
    kind_of,
    observed_sigs,
    sigs_of,
)

WEAK = 1
AGAIN = 2


@dataclass(frozen=True, slots=True)
class Card:
    """A client one can meet."""

    caller: Caller
    quote: str
    marks: tuple[SigLevel, ...]
    attempts: int
    last: datetime | None


@dataclass(frozen=True, slots=True)
class Kind:
    """Clients met in one exercise. ``code`` names the exercise: AC, EC1, EC2, REC, ECR or other."""

    code: str
    title: str
    subtitle: str
    sigs: tuple[Sig, ...]
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Again:
    """A criterion to work on, with whom. ``streak`` counts the last attempts at that level or under."""

    sig: Sig
    level: int
    streak: int
    card: Card


@dataclass(frozen=True, slots=True)
class Ongoing:
    """An interview not ended."""

    interview: str
    caller: Caller
    mode: str
    at: datetime
    turns: int


@dataclass(frozen=True, slots=True)
class SampleLink:
    """A shipped interview whose debrief can be read before playing."""

    id: str
    caller: Caller


@dataclass(frozen=True, slots=True)
class HomeView:
    """The first page. ``now`` tells « hier » from a date."""

    kinds: tuple[Kind, ...]
    again: tuple[Again, ...]
    ongoing: tuple[Ongoing, ...]
    newcomer: bool
    sample: SampleLink | None
    clients: int
    difficulties: tuple[str, ...]
    channels: tuple[str, ...]
    now: datetime


def home_view(
    scenarios: Sequence[Scenario],
    rubrics: Sequence[Rubric],
    attempts: Sequence[Attempt],
    now: datetime,
    sample: tuple[str, str] | None = None,
) -> HomeView:
    """The first page. ``sample`` is the id of a shipped transcript and of its scenario."""
    cards = {item.id: _card(item, _rubric(item, rubrics), attempts) for item in scenarios}
    known = {item.id: item for item in scenarios}
    ongoing = tuple(
        Ongoing(one.id, cards[one.scenario].caller, one.mode, one.at, one.turns)
        for one in sorted(attempts, key=lambda one: one.at, reverse=True)
        if not one.ended and one.scenario in cards
    )
    shown = None
    if sample is not None and sample[1] in known:
        shown = SampleLink(sample[0], cards[sample[1]].caller)
    channels = {family_of(card.caller.channel) for card in cards.values()}
    return HomeView(
        kinds=_kinds(scenarios, rubrics, cards),
        again=_again(cards.values(), attempts),
        ongoing=ongoing,
        newcomer=not attempts,
        sample=shown,
        clients=len(cards),
        difficulties=tuple(
            name
            for name in ("facile", "moyen", "difficile")
            if any(card.caller.difficulty == name for card in cards.values())
        ),
        channels=tuple(name for name in ("in_person", "phone", "video", "written") if name in channels),
        now=now,
    )


def family_of(channel: str) -> str:
    """Channels as the filter groups them."""
    return {"phone_in": "phone", "chat": "written", "email": "written"}.get(channel, channel)


def _rubric(scenario: Scenario, rubrics: Sequence[Rubric]) -> Rubric | None:
    return next((rubric for rubric in rubrics if rubric.id == scenario.rubric), None)


def _card(scenario: Scenario, rubric: Rubric | None, attempts: Sequence[Attempt]) -> Card:
    own = _ended(attempts, scenario.id)
    sigs = observed_sigs(scenario, rubric) if rubric is not None else ()
    return Card(
        caller=caller_of(scenario),
        quote=harmless_quote(scenario),
        marks=tuple(SigLevel(sig, last_level(own, sig.id)) for sig in sigs) if own else (),
        attempts=len(own),
        last=own[0].at if own else None,
    )


def _ended(attempts: Sequence[Attempt], scenario: str) -> list[Attempt]:
    """Judged attempts at a scenario, newest first."""
    own = [one for one in attempts if one.scenario == scenario and one.assessment is not None]
    return sorted(own, key=lambda one: one.at, reverse=True)


def last_level(attempts: Sequence[Attempt], criterion: str) -> int | None:
    """The most recent level of a criterion among attempts, newest first."""
    for one in attempts:
        judgement = one.judgement(criterion)
        if judgement is not None and judgement.level is not None:
            return judgement.level
    return None


def _kinds(
    scenarios: Sequence[Scenario], rubrics: Sequence[Rubric], cards: dict[str, Card]
) -> tuple[Kind, ...]:
    kinds = []
    for rubric in rubrics:
        own = [item for item in scenarios if item.rubric == rubric.id]
        if not own:
            continue
        seen = {sig.id for item in own for sig in observed_sigs(item, rubric)}
        title, _, subtitle = rubric.title.partition(", ")
        kinds.append(
            Kind(
                code=kind_of(rubric),
                title=title,
                subtitle=subtitle,
                sigs=tuple(sig for key, sig in sigs_of(rubric).items() if key in seen),
                cards=tuple(cards[item.id] for item in own),
            )
        )
    order = (*KINDS, "other")
    return tuple(sorted(kinds, key=lambda kind: order.index(kind.code)))


def _again(cards: Iterable[Card], attempts: Sequence[Attempt]) -> tuple[Again, ...]:
    """The weakest criteria, one a client, each once; lowest level first, then the longest stuck."""
    found = []
    for card in cards:
        own = _ended(attempts, card.caller.scenario)
        for mark in card.marks:
            if mark.level is not None and mark.level <= WEAK:
                found.append(Again(mark.sig, mark.level, _streak(own, mark.sig.id, mark.level), card))
    chosen: list[Again] = []
    for item in sorted(found, key=lambda item: (item.level, -item.streak)):
        if all(item.sig.id != one.sig.id and item.card is not one.card for one in chosen):
            chosen.append(item)
    return tuple(chosen[:AGAIN])


def _streak(attempts: Sequence[Attempt], criterion: str, level: int) -> int:
    count = 0
    for one in attempts:
        judgement = one.judgement(criterion)
        if judgement is None or judgement.level is None or judgement.level > level:
            break
        count += 1
    return count
