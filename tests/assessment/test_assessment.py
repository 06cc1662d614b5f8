from server.adapters.content.library import FileLibrary
from server.domain.assessment import assess
from server.domain.assessment.marks import score
from server.domain.assessment.model import Judgement
from tests.assessment.talk import judged, read_as, seen, transcript
from tests.assessment.test_levels import CALL, RECORD


def test_every_quote_is_in_its_turn_and_the_advisor_s(library: FileLibrary) -> None:
    for scenario in ("AC-01", "EC-01", "EC-03", "REC-01", "ECR-01"):
        found = judged(library, scenario, CALL, channel="phone", client_record=RECORD)
        said = transcript(scenario, CALL)
        for item in found.criteria:
            assert len(item.evidence) <= 4
            for proof in item.evidence:
                turn = said.turn(proof.turn)
                assert turn.speaker == "advisor"
                assert turn.text[proof.start : proof.end] == proof.quote
                assert proof.answers is None or said.turn(proof.answers).speaker == "client"
            for occasion in item.missed:
                assert said.turn(occasion.turn).speaker == "advisor"
                assert occasion.suggestion
        for claim in found.claims:
            assert said.turn(claim.turn).text[claim.start : claim.end] == claim.quote


def test_a_level_from_two_up_is_proven(library: FileLibrary) -> None:
    found = judged(library, "AC-01", CALL, channel="phone", client_record=RECORD)
    for item in found.criteria:
        assert item.rationale
        if (item.level or 0) >= 2:
            assert any(proof.polarity == "+" for proof in item.evidence)
            assert all(proof.why for proof in item.evidence)


def test_priorities_are_two_at_most_and_quote_one_s_own_words(library: FileLibrary) -> None:
    found = judged(library, "AC-01", CALL, channel="phone", client_record={})
    said = transcript("AC-01", CALL)
    assert 1 <= len(found.priorities) <= 2
    for item in found.priorities:
        assert said.turn(item.turn).text[item.start : item.end] == item.quote
        assert item.better
    assert found.summary.count(".") >= 2


def test_same_input_same_assessment(library: FileLibrary) -> None:
    first = judged(library, "AC-01", CALL, channel="phone", client_record=RECORD)
    assert judged(library, "AC-01", CALL, channel="phone", client_record=RECORD) == first


def test_the_score_counts_observed_criteria_and_keeps_derived_ones_apart(library: FileLibrary) -> None:
    rubric = library.rubric("reclamation")
    levels = {"EC1-ACCUEIL": 3, "REC-EMPATHIE": 0, "REC-SUIVI": None}
    judgements = [
        Judgement(
            id=name,
            official=not name.startswith("REC"),
            level=level,
            unscored=None if level is not None else "no_opportunity",
            confidence=0.5,
            rationale="",
        )
        for name, level in levels.items()
    ]
    found = score(judgements, rubric)
    assert found.value == 10.0
    assert found.official_value == 20.0
    assert found.indicative


def test_weights_are_a_centre_s_choice(library: FileLibrary) -> None:
    rubric = library.rubric("reclamation")
    heavy = tuple(c.model_copy(update={"weight": 3 if c.id == "EC1-ACCUEIL" else 1}) for c in rubric.criteria)
    changed = rubric.model_copy(update={"criteria": heavy})
    judgements = [
        Judgement(id="EC1-ACCUEIL", level=3, confidence=0.5, rationale=""),
        Judgement(id="EC1-DISCOURS", level=0, confidence=0.5, rationale=""),
    ]
    assert score(judgements, changed).value == 15.0


def test_a_silent_advisor_has_no_level(library: FileLibrary) -> None:
    scenario = library.scenario("AC-01")
    said = transcript("AC-01", "C: Allô ? Il y a quelqu'un ?")
    found = assess(said, scenario, library.rubric(scenario.rubric), library.catalogue, read_as(said, {}))
    assert {item.unscored for item in found.criteria} == {"no_opportunity"}
    assert found.score.value is None


def test_acts_written_by_hand_are_enough(library: FileLibrary) -> None:
    said = transcript(
        "AC-01",
        """
    C: Allô ?
    A: Bonjour. Racontez-moi votre année.
    C: On s'est pacsés en juin et on loue un T3 depuis septembre.
    A: Et la suite, comment la voyez-vous ?
    C: Un bébé en avril.
    A: Le T3, c'est à quelle adresse ?
    C: Rue du Moulin.
    A: Plutôt mardi ou jeudi pour en parler ?
    C: Mardi.
""",
    )
    readings = read_as(
        said,
        {
            2: {"Q-OUVERTE": "Racontez-moi votre année."},
            4: {"Q-OUVERTE": "Et la suite, comment la voyez-vous ?"},
            6: {"Q-FERMEE": "Le T3, c'est à quelle adresse ?"},
            8: {"Q-ALTERNATIVE": "Plutôt mardi ou jeudi pour en parler ?"},
        },
    )
    scenario = library.scenario("AC-01")
    found = assess(said, scenario, library.rubric(scenario.rubric), library.catalogue, readings)
    assert next(c for c in found.criteria if c.id == "AC-QUESTIONNEMENT").level == 2


def test_facts_told_are_inferred_without_a_log(library: FileLibrary) -> None:
    picture = seen(library, "AC-01", CALL)
    told = {item.fact.id: item for item in picture.found}
    assert {"F2", "F3", "F4", "F6"} <= set(told)
    assert told["F3"].asked == 6
    assert "F5" not in told
