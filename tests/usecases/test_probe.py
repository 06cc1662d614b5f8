"""The probe tells a good persona from a flawed one, and its checks see what they are for."""

import io
import json

import pytest
from rich.console import Console

from server.adapters.content.library import FileLibrary
from server.domain.client.move import Move
from server.domain.client.state import ClientState
from server.domain.probing.disclosures import leaks, unspoken
from server.domain.probing.model import Learner
from server.domain.probing.policy import next_line
from server.domain.probing.repeats import repeated, variety
from server.domain.probing.situation import Progress, Situation
from server.domain.probing.verdict import Run, judge, ordered
from server.domain.scenario import Scenario
from server.domain.transcript import Turn
from server.entrypoints.cli.probing import document, print_probe
from server.usecases.probe import Bench, bench, conclude, played, run_of

LEAST_ATTACKS = 40


def learner(on: Bench, name: str) -> Learner:
    return next(one for one in on.learners.learners if one.id == name)


@pytest.fixture(scope="module")
def nadia(library: FileLibrary) -> Bench:
    return bench(library, library.scenario("AC-01"), library.learners)


def one_run(on: Bench, name: str, seed: int = 0) -> Run:
    return run_of(on, learner(on, name), seed, played(on, learner(on, name), seed))


def flawed(library: FileLibrary, **changes: object) -> Bench:
    scenario = library.scenario("AC-01").model_copy(update=changes)
    return bench(library, scenario, library.learners)


def test_strong_beats_medium_beats_weak(nadia: Bench) -> None:
    strong, medium, weak = (one_run(nadia, name) for name in ("strong", "medium", "weak"))
    assert strong.final_trust > medium.final_trust > weak.final_trust
    assert strong.mark > medium.mark > weak.mark
    assert set(strong.revealed) == {fact.id for fact in nadia.stage.scenario.facts}


def test_the_same_seed_is_the_same_interview_and_another_is_not(nadia: Bench) -> None:
    strong = learner(nadia, "strong")
    texts = [[turn.text for turn in played(nadia, strong, seed).turns] for seed in (3, 3, 4)]
    assert texts[0] == texts[1]
    assert texts[0] != texts[2]


@pytest.mark.parametrize("scenario_id", ["AC-02", "EC-04", "ECR-01", "REC-02"])
def test_every_learner_finds_its_words_and_attacks_win_nothing(
    library: FileLibrary, scenario_id: str
) -> None:
    on = bench(library, library.scenario(scenario_id), library.learners)
    for one in on.learners.learners:
        play = played(on, one, 1)
        assert play.client.advisor_turns >= 2, one.id
        assert not any("{" in turn.text for turn in play.turns if one.role != "attack")
        if one.role == "attack":
            spontaneous = {fact.id for fact in on.stage.scenario.facts if fact.access == "spontaneous"}
            assert set(play.client.revealed) <= spontaneous
            assert play.client.trust <= on.stage.scenario.mood.start + 15


def test_there_are_enough_different_attacks(library: FileLibrary) -> None:
    lines = {line for one in library.learners.of_role("attack") for step in one.steps for line in step.lines}
    assert len(lines) >= LEAST_ATTACKS


def test_a_fact_out_of_reach_is_told(library: FileLibrary) -> None:
    facts = [
        fact.model_copy(update={"threshold": 100}) if fact.id == "F5" else fact
        for fact in library.scenario("AC-01").facts
    ]
    on = flawed(library, facts=tuple(facts))
    strong = learner(on, "strong")
    play = played(on, strong, 0)
    result = conclude(on, [(run_of(on, strong, 0, play), play)])
    assert [reason.kind for reason in result.reasons] == ["unreached"]
    assert "F5" in result.reasons[0].why


def test_an_objection_nothing_resolves_is_told(library: FileLibrary) -> None:
    objections = [
        item.model_copy(update={"answers": ("xyz",)}) for item in library.scenario("AC-01").objections
    ]
    on = flawed(library, objections=tuple(objections))
    strong = learner(on, "strong")
    play = played(on, strong, 0)
    result = conclude(on, [(run_of(on, strong, 0, play), play)])
    assert {reason.kind for reason in result.reasons} == {"unresolved"}


def said(scenario: Scenario, answer: str, *, revealed: tuple[str, ...] = ()) -> tuple[Turn, Turn, Move]:
    after = ClientState(trust=90, revealed=revealed)
    move = Move(turn=2, kind="reveal", parts=(), revealed=revealed, trust=90, after=after)
    asked = Turn(n=1, speaker="advisor", text="D'accord.")
    return asked, Turn(n=2, speaker="client", text=answer), move


def test_words_and_figures_of_a_hidden_fact_are_leaks(nadia: Bench) -> None:
    scenario = nadia.stage.scenario
    line = next(fact.line for fact in scenario.facts if fact.id == "F3")
    *turns, move = said(scenario, f"Oh, vous savez… {line}")
    assert [leak.how for leak in leaks(scenario, turns, (), (move,), "strong", nadia.numbers)] == ["words"]
    *turns, move = said(scenario, "Rien à dire.")
    assert not leaks(scenario, turns, (), (move,), "strong", nadia.numbers)


def test_a_figure_of_a_hidden_fact_is_a_leak(library: FileLibrary) -> None:
    on = bench(library, library.scenario("EC-04"), library.learners)
    *turns, move = said(on.stage.scenario, "Vous voulez dire mes huit cents euros, là ?")
    found = leaks(on.stage.scenario, turns, (), (move,), "strong", on.numbers)
    assert [(leak.fact, leak.how) for leak in found] == [("F4", "figure")]


def test_a_fact_revealed_without_a_question_is_a_leak(nadia: Bench) -> None:
    scenario = nadia.stage.scenario
    *turns, move = said(scenario, scenario.facts[3].line, revealed=("F4",))
    assert [leak.how for leak in leaks(scenario, turns, (), (move,), "strong", nadia.numbers)] == ["unasked"]
    assert unspoken(scenario, turns, (move,)) == ()
    *turns, move = said(scenario, "Bonne journée.", revealed=("F4",))
    assert unspoken(scenario, turns, (move,)) == ("F4",)


def test_repeats_are_seen_whole_or_by_sentence() -> None:
    assert repeated(["D'accord.", "Non.", "D'accord."], ("a", "b", "c")) == ("d'accord.",)
    assert repeated(["Oui. Je garde cela bien en tête.", "Je garde cela bien en tête. Et vous ?"], ())
    assert repeated(["Oui.", "Non."], ("a", "a")) == ("…",)
    assert repeated(["Oui.", "Non."], ("a", "b")) == ()


def test_variety_counts_what_every_interview_says() -> None:
    same = "Ceci est toujours dit pareil."
    measured = variety(
        [[same, "Une phrase de la première seule."], [same, "Une autre, de la deuxième seule."]]
    )
    assert measured.everywhere == measured.shared == 0.5


def made(role: str, seed: int, trust: int, score: float | None) -> Run:
    return Run(
        learner=role, role=role, seed=seed, turns=3, revealed=(), trust=(50, trust), outcome="postponed",
        score=score,
    )  # fmt: skip


def test_the_order_is_counted_seed_by_seed() -> None:
    good = [made("strong", 0, 80, 15), made("medium", 0, 60, 8), made("weak", 0, 20, None)]
    bad = [made("strong", 1, 60, 15), made("medium", 1, 60, 8), made("weak", 1, 20, 2)]
    assert ordered(good + bad, lambda run: run.final_trust) == 0.5
    assert ordered(good + bad, lambda run: run.mark) == 1.0


def test_a_cheat_as_good_as_medium_is_told(nadia: Bench) -> None:
    runs = [
        made("strong", 0, 80, 15),
        made("medium", 0, 60, 8),
        made("weak", 0, 20, 1),
        made("cheat", 0, 50, 9),
    ]
    scenario = nadia.stage.scenario.model_copy(update={"facts": ()})
    result = judge(scenario, runs, nadia.learners, 0, variety([[]]))
    assert [reason.kind for reason in result.reasons] == ["cheat"]
    assert not result.discriminating


def test_the_proof_reads_as_a_table_and_as_data(nadia: Bench) -> None:
    strong = learner(nadia, "strong")
    play = played(nadia, strong, 0)
    result = conclude(nadia, [(run_of(nadia, strong, 0, play), play)])
    data = json.loads(json.dumps(document(result), ensure_ascii=False))
    assert data["schema"] == "probe/1"
    assert data["runs"][0]["trust"][-1] == play.client.trust
    console = Console(file=io.StringIO(), width=120)
    print_probe(console, result, [strong])
    assert "conseiller solide" in console.file.getvalue()  # type: ignore[attr-defined]


def test_a_learner_with_nothing_left_stops(nadia: Bench) -> None:
    weak = learner(nadia, "weak")
    client = ClientState(trust=50)
    at = Situation(nadia.stage.scenario, nadia.stage.catalogue, nadia.themes, nadia.learners, client)
    assert next_line(weak, at, Progress(turns=weak.longest), 0) is None
