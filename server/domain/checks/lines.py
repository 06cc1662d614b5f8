"""Findings on the sentences of a scenario: known situations, slots, nothing written twice."""

from collections.abc import Iterator

from server.domain.client.defaults import ClientDefaults
from server.domain.problems import FieldPath, Finding
from server.domain.scenario import Scenario

SLOT = "{term}"


def findings(scenario: Scenario, defaults: ClientDefaults) -> Iterator[Finding]:
    """Unknown situations, missing slots, repeated sentences."""
    for situation, lines in scenario.style.lines.items():
        path: FieldPath = ("style", "lines", situation)
        if situation not in defaults.situations:
            yield Finding(path, f"la situation « {situation} » est inconnue.", "Voyez lexicons/client.yaml.")
        for at, line in enumerate(lines):
            if situation == "jargon" and SLOT not in line:
                yield Finding((*path, at), "cette réplique doit contenir {term}.", "Placez-y {term}.")
    seen: dict[str, FieldPath] = {}
    for where, line in spoken(scenario):
        if line in seen:
            yield Finding(
                where, f"cette réplique est écrite deux fois : « {line} ».", "Écrivez-la autrement."
            )
        seen[line] = where


def spoken(scenario: Scenario) -> Iterator[tuple[FieldPath, str]]:
    """Every sentence the client may say, with its place."""
    for situation, lines in scenario.style.lines.items():
        for at, line in enumerate(lines):
            yield ("style", "lines", situation, at), line
    for at, fact in enumerate(scenario.facts):
        for line in (fact.line, *fact.variants, *fact.guarded, *(c.line for c in fact.corrections)):
            yield ("facts", at), line
    for at, topic in enumerate(scenario.topics):
        for line in (topic.line, *topic.variants):
            yield ("topics", at), line
    for at, item in enumerate(scenario.objections):
        for line in (item.text, *item.variants, *item.cause_lines, *item.insist_lines, *item.resolved_lines):
            yield ("objections", at), line
    for at, offer in enumerate(scenario.offers):
        for line in (*offer.accept, *offer.consider):
            yield ("offers", at), line
    for at, unfit in enumerate(scenario.unfit):
        for line in unfit.refuse:
            yield ("unfit", at), line
    for at, way in enumerate(scenario.exits):
        for line in way.lines:
            yield ("exits", at), line
    for line in (*scenario.success.lines, *scenario.success.postponed):
        yield ("success",), line
    for line in (*scenario.demand.lines, *scenario.demand.reminders, *scenario.opening.lines):
        yield ("demand",), line
