from pathlib import Path

import pytest
from pydantic import ValidationError

from server.adapters.content.library import FileLibrary
from server.adapters.content.rubric_loader import check_rubrics, load_rubrics
from server.adapters.content.validation import parse
from server.adapters.content.yaml_source import read_yaml
from server.domain.referentiel import Referentiel
from server.domain.rubric import Criterion, Rubric, names_in

RUBRICS = {
    "appel-courtoisie": 5,
    "entretien-commercial-f1": 5,
    "entretien-commercial-f2": 6,
    "reclamation": 9,
    "echange-ecrit": 6,
}


@pytest.fixture(scope="module")
def referentiel(root: Path) -> Referentiel:
    return parse(read_yaml(root / "rubrics" / "referentiel.yaml"), Referentiel)


def criteria(library: FileLibrary) -> dict[str, Criterion]:
    return {item.id: item for rubric in library.rubrics() for item in rubric.criteria}


def test_five_rubrics_and_twenty_five_criteria(library: FileLibrary, root: Path) -> None:
    assert {rubric.id: len(rubric.criteria) for rubric in library.rubrics()} == RUBRICS
    assert len(criteria(library)) == 25 == len(list((root / "rubrics" / "criteria").glob("*.yaml")))
    assert check_rubrics(root / "rubrics") == []


def test_official_wordings_are_verbatim_and_the_rest_is_marked(
    library: FileLibrary, referentiel: Referentiel
) -> None:
    official = {item.id: item.wording for item in referentiel.criteria if item.observed}
    derived = {item.id for item in referentiel.derived}
    for item in criteria(library).values():
        if item.official:
            assert item.wording == official.pop(item.id)
        else:
            derived.remove(item.id)
            assert item.derived_from in ("A8", "A9")
    assert not official
    assert not derived


def test_the_referentiel_is_whole(referentiel: Referentiel, library: FileLibrary) -> None:
    assert len(referentiel.criteria) == 41
    assert len(referentiel.modalities) == 10
    modalities = {item.id for item in referentiel.modalities}
    assert all(item.modality in modalities for item in referentiel.criteria)
    assert all(name in RUBRICS for item in referentiel.criteria for name in item.rubrics)


def test_every_criterion_is_ready_to_be_shown(library: FileLibrary) -> None:
    for rubric in library.rubrics():
        sigles = [item.sigle for item in rubric.criteria]
        assert len(set(sigles)) == len(sigles), rubric.id
    for item in criteria(library).values():
        assert all(item.levels)
        assert all(item.next)
        assert item.examples.oral or item.examples.written
        assert item.debate.ruling or item.debate.second
        assert item.missed


def test_every_check_serves(library: FileLibrary) -> None:
    for item in criteria(library).values():
        terms = [item.ladder.one, item.ladder.two, item.ladder.three, *(cap.when for cap in item.caps)]
        terms += [item.opportunity.when] if item.opportunity else []
        named = {name for term in terms for name in names_in(term)}
        loose = {c.id for c in item.checks if c.polarity == "+"} - named
        assert not loose, f"{item.id}: {loose}"
        assert all(c.fails or c.polarity == "-" or not c.holds or c.id in named for c in item.checks)


def test_each_scenario_observes_criteria_of_its_rubric(library: FileLibrary) -> None:
    for scenario in library.scenarios():
        rubric = library.rubric(scenario.rubric)
        assert len(rubric.observed(scenario.criteria)) == len(scenario.criteria), scenario.id


def test_a_rubric_survives_its_json(library: FileLibrary) -> None:
    for rubric in library.rubrics():
        assert Rubric.model_validate_json(rubric.model_dump_json(by_alias=True)) == rubric


NEW = """schema: criterion/1
id: AC-CURIOSITE
sigle: Cu
short: "Curiosité"
official: false
wording: "s'intéresser au client"
derived_from: A3
levels: ["Rien.", "Une question.", "Deux questions.", "Trois questions."]
next: ["Posez une question.", "Posez-en deux.", "Posez-en trois."]
checks:
  - {id: une, find: {measure: said, acts: [Q-OUVERTE], answered: true}, holds: "une question", fails: "questionner"}
  - {id: deux, find: {measure: said, acts: [Q-OUVERTE], answered: true}, at_least: 2, holds: "deux", fails: "deux"}
ladder:
  one: {all: [une]}
  two: {all: [deux]}
  three: {all: [deux], none: [une]}
"""


def test_adding_a_criterion_is_a_file(tmp_path: Path, root: Path) -> None:
    folder = tmp_path / "rubrics"
    (folder / "criteria").mkdir(parents=True)
    (tmp_path / "lexicons").mkdir()
    feedback = (root / "lexicons" / "feedback.yaml").read_text(encoding="utf-8")
    (tmp_path / "lexicons" / "feedback.yaml").write_text(feedback, encoding="utf-8")
    (folder / "criteria" / "AC-CURIOSITE.yaml").write_text(NEW, encoding="utf-8")
    (folder / "mine.yaml").write_text(
        "schema: rubric/1\nid: mine\ntitle: Ma grille\npreparation_minutes: 5\n"
        "criteria:\n  - {criterion: AC-CURIOSITE, weight: 2}\n",
        encoding="utf-8",
    )
    rubric = load_rubrics(folder)["mine"]
    assert rubric.criteria[0].weight == 2
    assert rubric.criterion("AC-CURIOSITE") is not None


def test_a_rule_that_names_an_unknown_check_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text(NEW.replace("all: [une]", "all: [unne]"), encoding="utf-8")
    with pytest.raises(ValidationError, match="unne"):
        Criterion.model_validate(read_yaml(path).data)
