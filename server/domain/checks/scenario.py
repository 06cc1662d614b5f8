"""Findings on a scenario: unknown references, facts no question reaches, objections nothing resolves."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from server.domain.catalogue import Catalogue
from server.domain.checks import lines
from server.domain.client.defaults import ClientDefaults
from server.domain.client.trust import attainable
from server.domain.phrases import says
from server.domain.problems import FieldPath, Finding
from server.domain.scenario import Fact, Scenario

COPY = "Recopiez un identifiant existant."


@dataclass(frozen=True, slots=True)
class Known:
    """What a scenario may refer to."""

    catalogue: Catalogue
    defaults: ClientDefaults
    acts: frozenset[str]
    themes: frozenset[str]
    rubrics: dict[str, frozenset[str]]


def findings(scenario: Scenario, known: Known) -> Iterator[Finding]:
    """Every finding, in the order of the file."""
    yield from _rubric(scenario, known)
    yield from _ids(scenario)
    yield from _products(scenario, known)
    yield from _references(scenario)
    yield from _acts(scenario, known)
    for at, fact in enumerate(scenario.facts):
        yield from _fact(fact, ("facts", at), scenario, known)
    yield from _objections(scenario)
    yield from _offers(scenario)
    yield from _mood_and_exits(scenario)
    yield from _record(scenario)
    yield from _opening(scenario)
    yield from lines.findings(scenario, known.defaults)


def _rubric(scenario: Scenario, known: Known) -> Iterator[Finding]:
    criteria = known.rubrics.get(scenario.rubric)
    if criteria is None:
        names = ", ".join(sorted(known.rubrics))
        yield Finding(
            ("rubric",), f"la grille « {scenario.rubric} » n'existe pas.", f"Choisissez parmi : {names}."
        )
        return
    for at, criterion in enumerate(scenario.criteria):
        if criterion not in criteria:
            yield Finding(
                ("criteria", at),
                f"le critère « {criterion} » n'est pas dans la grille « {scenario.rubric} ».",
                f"Choisissez parmi : {', '.join(sorted(criteria))}.",
            )


def _ids(scenario: Scenario) -> Iterator[Finding]:
    lists: dict[str, list[str]] = {
        "facts": [item.id for item in scenario.facts],
        "topics": [item.id for item in scenario.topics],
        "needs": [item.id for item in scenario.needs],
        "objections": [item.id for item in scenario.objections],
        "exits": [item.id for item in scenario.exits],
        "record": [item.id for item in scenario.record],
        "obligations": [item.id for item in scenario.obligations],
    }
    for name, ids in lists.items():
        for at, item_id in enumerate(ids):
            if item_id in ids[:at]:
                yield Finding(
                    (name, at, "id"), f"l'identifiant « {item_id} » est déjà pris.", "Donnez-en un autre."
                )


def _products(scenario: Scenario, known: Known) -> Iterator[Finding]:
    places: list[tuple[FieldPath, Iterable[str]]] = [(("demand", "products"), scenario.demand.products)]
    places += [(("needs", at, "products"), need.products) for at, need in enumerate(scenario.needs)]
    places += [
        (("objections", at, "trigger", "products"), item.trigger.products)
        for at, item in enumerate(scenario.objections)
    ]
    places += [(("offers", at), (offer.product,)) for at, offer in enumerate(scenario.offers)]
    places += [(("unfit", at), (offer.product,)) for at, offer in enumerate(scenario.unfit)]
    for path, products in places:
        for product in products:
            if known.catalogue.product(product) is None:
                yield Finding(path, f"le produit « {product} » n'est pas au catalogue.", COPY)


def _references(scenario: Scenario) -> Iterator[Finding]:
    facts = {fact.id for fact in scenario.facts}
    needs = {need.id for need in scenario.needs}
    places: list[tuple[FieldPath, Iterable[str], set[str]]] = []
    places += [(("needs", at, "facts"), need.facts, facts) for at, need in enumerate(scenario.needs)]
    places += [
        (("offers", at, "needs"), offer.needs, facts | needs) for at, offer in enumerate(scenario.offers)
    ]
    places += [(("record", at, "facts"), item.facts, facts) for at, item in enumerate(scenario.record)]
    places += [
        (("objections", at, "trigger", "facts"), item.trigger.facts, facts)
        for at, item in enumerate(scenario.objections)
    ]
    for at, rule in enumerate(scenario.mood.rules):
        if rule.after_fact:
            places.append((("mood", "rules", at, "after_fact"), (rule.after_fact,), facts))
    for at, way in enumerate(scenario.exits):
        if way.after_fact:
            places.append((("exits", at, "after_fact"), (way.after_fact,), facts))
    for path, refs, allowed in places:
        for ref in refs:
            if ref not in allowed:
                yield Finding(path, f"« {ref} » n'existe pas dans ce scénario.", COPY)


def _acts(scenario: Scenario, known: Known) -> Iterator[Finding]:
    places: list[tuple[FieldPath, Iterable[str]]] = [(("success", "acts"), scenario.success.acts)]
    places += [(("mood", "rules", at, "acts"), rule.acts) for at, rule in enumerate(scenario.mood.rules)]
    places += [(("exits", at, "acts"), way.acts) for at, way in enumerate(scenario.exits)]
    places += [(("obligations", at, "acts"), duty.acts) for at, duty in enumerate(scenario.obligations)]
    for at, item in enumerate(scenario.objections):
        places.append((("objections", at, "trigger", "acts"), item.trigger.acts))
        places.append((("objections", at, "wrong_acts"), item.wrong_acts))
    for path, acts in places:
        for act in acts:
            if act not in known.acts:
                yield Finding(
                    path, f"l'acte « {act} » n'est pas au codebook.", "Voyez rubrics/codebook.yaml."
                )


def _fact(fact: Fact, path: FieldPath, scenario: Scenario, known: Known) -> Iterator[Finding]:
    if fact.theme not in known.themes:
        yield Finding(
            (*path, "theme"),
            f"le thème « {fact.theme} » est inconnu.",
            "Voyez lexicons/themes.yaml ou ajoutez-le.",
        )
    reachable = attainable(scenario, known.defaults.rules)
    if fact.threshold > reachable:
        yield Finding(
            (*path, "threshold"),
            f"aucune question n'atteint {fact.id} : la confiance ne peut dépasser {reachable}, "
            f"le seuil est {fact.threshold}.",
            "Baissez le seuil ou ajoutez des règles d'humeur qui montent.",
        )
    if fact.access != "spontaneous" and not any(says(question, fact.cues) for question in fact.questions):
        yield Finding(
            (*path, "cues"),
            f"aucune question n'atteint {fact.id} : aucune de ses « questions » ne contient une de ses « cues ».",
            "Ajoutez dans « cues » les mots de vos questions d'exemple.",
        )
    for at, line in enumerate(fact.guarded):
        if says(line, fact.anchors):
            yield Finding(
                (*path, "guarded", at),
                "cette réponse évasive livre le fait.",
                "Retirez-en les mots de « anchors ».",
            )
    if fact.threshold > 0 and not fact.guarded:
        yield Finding(
            path,
            f"{fact.id} a un seuil mais aucune réponse évasive.",
            "Ajoutez « guarded » : ce qu'il dit en attendant.",
        )
    for at, line in enumerate((fact.line, *fact.variants)):
        if not says(line, fact.anchors):
            where = (*path, "line") if at == 0 else (*path, "variants", at - 1)
            yield Finding(
                where,
                "cette façon de dire le fait ne contient aucun de ses « anchors ».",
                "Accordez les deux.",
            )


def _objections(scenario: Scenario) -> Iterator[Finding]:
    for at, item in enumerate(scenario.objections):
        path: FieldPath = ("objections", at)
        if not item.answers or all(answer in item.wrong for answer in item.answers):
            yield Finding(
                (*path, "answers"),
                f"rien ne peut lever l'objection {item.id}.",
                "Ajoutez dans « answers » des phrases d'une réponse liée à la cause.",
            )
        if "answer" not in item.needs:
            yield Finding(
                (*path, "needs"), f"{item.id} se lèverait sans réponse.", "Ajoutez « answer » à « needs »."
            )
        trigger = item.trigger
        filled: Sequence[object] = (trigger.products, trigger.says, trigger.acts, trigger.facts)
        if not any(filled) and trigger.otherwise_after is None:
            yield Finding(
                (*path, "trigger"),
                f"rien ne déclenche {item.id}.",
                "Ajoutez un produit, une phrase ou « otherwise_after ».",
            )


def _offers(scenario: Scenario) -> Iterator[Finding]:
    general = {offer.product for offer in scenario.offers if not offer.says}
    for at, offer in enumerate(scenario.unfit):
        if not offer.says and offer.product in general:
            yield Finding(
                ("unfit", at),
                f"« {offer.product} » convient et ne convient pas à la fois.",
                "Précisez les variantes avec « says ».",
            )


def _mood_and_exits(scenario: Scenario) -> Iterator[Finding]:
    for at, rule in enumerate(scenario.mood.rules):
        if not (rule.acts or rule.says or rule.signals):
            yield Finding(
                ("mood", "rules", at),
                "cette règle d'humeur n'a aucune condition.",
                "Ajoutez acts, says ou signals.",
            )
    for at, way in enumerate(scenario.exits):
        if way.trust_below is None and not way.acts and not way.says and way.after_turn is None:
            yield Finding(
                ("exits", at),
                f"la sortie {way.id} n'a aucune condition.",
                "Ajoutez trust_below, acts ou says.",
            )
        elif way.trust_below is not None and way.trust_below > scenario.mood.start and way.after_turn is None:
            yield Finding(
                ("exits", at, "trust_below"),
                f"le client partirait au premier mot : il commence à {scenario.mood.start}.",
                "Baissez ce seuil ou relevez la confiance de départ.",
            )
    if scenario.success.facts > len(scenario.facts):
        yield Finding(
            ("success", "facts"),
            f"la réussite demande {scenario.success.facts} faits, il n'y en a que {len(scenario.facts)}.",
            "Baissez ce nombre.",
        )


def _record(scenario: Scenario) -> Iterator[Finding]:
    for at, item in enumerate(scenario.record):
        if not (item.facts or item.from_file or item.from_outcome):
            yield Finding(
                ("record", at),
                f"aucun fait ne remplit le champ « {item.label} ».",
                "Ajoutez « facts », ou dites « from_file » ou « from_outcome ».",
            )
        if not item.needs:
            yield Finding(
                ("record", at, "needs"), f"rien ne vérifie « {item.label} ».", "Ajoutez un groupe de phrases."
            )


def _opening(scenario: Scenario) -> Iterator[Finding]:
    if scenario.opening.first == "client" and not (scenario.opening.lines or scenario.demand.lines):
        yield Finding(("opening",), "le client parle en premier mais n'a rien à dire.", "Ajoutez « lines ».")
    if scenario.demand.present and not (scenario.demand.reminders or scenario.demand.points):
        yield Finding(
            ("demand",), "le client ne pourrait pas revenir à sa demande.", "Ajoutez « reminders »."
        )
    shown = [
        scenario.opening.stage,
        scenario.objective,
        scenario.reason,
        *(entry.value for entry in scenario.file),
    ]
    for fact in scenario.facts:
        if any(line in text for text in shown for line in (fact.line, *fact.variants)):
            yield Finding(("file",), f"la fiche ou la mise en scène livre le fait {fact.id}.", "Retirez-le.")
