"""What a synthetic learner says next. Pure: the same learner, situation, progress and seed give the same line."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.domain.probing.items import Item, awaited, common_slots, feeling_item, items, rank
from server.domain.probing.model import Lead, Learner, Step
from server.domain.probing.situation import Progress, Situation
from server.domain.text import word_count


@dataclass(frozen=True, slots=True)
class Said:
    """A line to say, the step it comes from, and the learner's progress once it is said."""

    text: str
    step: str
    progress: Progress


def next_line(learner: Learner, at: Situation, progress: Progress, seed: int) -> Said | None:
    """The next line of a learner, or None when it has nothing left to say."""
    if progress.turns >= learner.longest:
        return None
    for step in learner.steps:
        item = _next_item(step, at, progress, seed)
        if item is not None:
            return _said(step, item, at, progress, seed)
    return None


def _next_item(step: Step, at: Situation, progress: Progress, seed: int) -> Item | None:
    if step.rubrics and at.scenario.rubric not in step.rubrics:
        return None
    if at.client.advisor_turns < step.after or not all(_holds(name, at) for name in step.when):
        return None
    if step.at_most is not None and progress.count(step.id) >= step.at_most:
        return None
    left = (item for item in items(step, at, progress, seed) if progress.count(step.id, item.id) < step.times)
    return next(left, None)


def _holds(name: str, at: Situation) -> bool:
    if name in ("objection", "calm"):
        return (at.open_objection is not None) == (name == "objection")
    if name == "to_probe":
        objection = at.scenario.objection(at.open_objection or "")
        return objection is not None and "probe" in objection.needs
    if name == "demand_open":
        return at.scenario.demand.present and not at.client.demand_answered
    if name == "time_left":
        return at.time_left
    return len(at.client.revealed) >= (2 if name == "two_known" else 1)


def _said(step: Step, item: Item, at: Situation, progress: Progress, seed: int) -> Said:
    done, used = [*progress.done, f"{step.id}:{item.id}"], list(progress.used)
    pieces = []
    lead = _lead(step, at, progress)
    if lead is not None:
        name, lead_item, lines = lead
        pieces.append(_line(lines, lead_item, at, used, seed, name))
        done.append(f"{name}:{lead_item.id}")
    lines = (item.id,) if step.over == "lines" and not step.words else step.lines
    pieces.append(_line(lines, item, at, used, seed, step.id))
    while step.words and word_count(" ".join(pieces)) < step.words:
        pieces.append(_line(lines, item, at, used, seed, step.id))
    return Said(" ".join(pieces), step.id, Progress(tuple(done), tuple(used), progress.turns + 1))


def _lead(step: Step, at: Situation, progress: Progress) -> tuple[str, Item, tuple[str, ...]] | None:
    for lead in step.leads:
        name = f"lead-{lead.over}"
        item = _lead_item(lead, at)
        if item is not None and progress.count(name) < lead.at_most and not progress.count(name, item.id):
            return name, item, lead.lines
    return None


def _lead_item(lead: Lead, at: Situation) -> Item | None:
    if lead.over == "feelings":
        waiting = awaited(at)
        return feeling_item(*waiting[0]) if waiting else None
    asked_for = [fact for fact in at.scenario.facts if fact.id in at.told and fact.access != "spontaneous"]
    fact = asked_for[-1] if asked_for else None
    return Item(fact.id, {"recap": at.recap(fact)}) if fact else None


def _line(lines: tuple[str, ...], item: Item, at: Situation, used: list[str], seed: int, place: str) -> str:
    """The wording the seed prefers among the least used, its slots filled; notes what it used."""
    slots = {**common_slots(at, seed), **item.slots}
    for name, wordings in (item.choices or {}).items():
        slots[name] = _prefer(wordings, used, seed, place)
    return _prefer(lines, used, seed, place).format(**slots)


def _prefer(wordings: Sequence[str], used: list[str], seed: int, place: str) -> str:
    chosen = min(wordings, key=lambda line: (used.count(line), rank(seed, place, line)))
    used.append(chosen)
    return chosen
