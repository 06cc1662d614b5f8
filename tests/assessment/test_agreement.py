"""Agreement: figures worked out by hand, resamples that a standard library draws too, faults told in a line.

The hand-made corpus (``tests/data/gold``): three transcripts of two advisor turns. Levels, A then B:
AC-CANAL 2-2, 0-0, 3-2; AC-DECOUVERTE 1-2, 3-3, null-1. Acts: both see ACCUEIL in T1 and T3; of the six turns,
A sees Q-OUVERTE in three, B in three, both in two (A also marks a client turn and an AUTRE, which do not count).
"""

import json
import random
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from server import bootstrap
from server.adapters.content.gold import load_gold
from server.adapters.content.library import FileLibrary
from server.domain.agreement import AgreementReport, Case, compare
from server.domain.agreement.bootstrap import interval, resamples
from server.domain.agreement.kappa import Presence, f1, kappa, precision, recall
from server.domain.agreement.opinion import Opinion
from server.domain.agreement.qwk import averaged, closeness, quadratic_kappa
from server.domain.errors import BadInput, EntretienError
from server.entrypoints.cli.main import app
from server.usecases.agreement import agreement

GOLD = Path(__file__).parent.parent / "data" / "gold"
LEVEL = st.integers(0, 3)


@pytest.fixture(scope="module")
def report(library: FileLibrary) -> AgreementReport:
    return agreement(library, load_gold(GOLD))


# Levels


def test_quadratic_kappa_by_hand() -> None:
    assert quadratic_kappa([(2, 2), (0, 0), (3, 2)]) == pytest.approx(20 / 23)
    assert quadratic_kappa([(0, 0), (1, 1), (2, 2), (3, 3)]) == 1
    assert quadratic_kappa([(0, 3), (3, 0)]) == -1
    assert quadratic_kappa([(0, 0), (0, 3), (3, 0), (3, 3)]) == 0


def test_quadratic_kappa_does_not_exist_without_contrast() -> None:
    assert quadratic_kappa([]) is None
    assert quadratic_kappa([(1, 2)]) is None
    assert quadratic_kappa([(2, 2), (2, 2)]) is None


@given(st.lists(st.tuples(LEVEL, LEVEL), min_size=2, max_size=30))
def test_quadratic_kappa_is_that_of_the_table_of_weights(pairs: list[tuple[int, int]]) -> None:
    n = len(pairs)
    chance = sum((a - b) ** 2 for a, _ in pairs for _, b in pairs) / n**2
    found = quadratic_kappa(pairs)
    if chance == 0:
        assert found is None
    else:
        assert found == pytest.approx(1 - sum((a - b) ** 2 for a, b in pairs) / n / chance)
        assert quadratic_kappa([(b, a) for a, b in pairs]) == pytest.approx(found)


def test_closeness_by_hand() -> None:
    figures = closeness([(3, 1), (2, 2), (1, 2), (3, 2)])
    assert figures == (4, figures.qwk, 0.25, 0.75, 0.5)


def test_against_two_readers_the_mean_of_each() -> None:
    figures = averaged([[(0, 0), (3, 3)], [(0, 0), (0, 3), (3, 0), (3, 3)]])
    assert (figures.n, figures.qwk, figures.exact) == (6, 0.5, 0.75)


# Acts


def test_presence_by_hand() -> None:
    seen = Presence(both=2, left=3, right=4, turns=10)
    assert kappa(seen) == pytest.approx((0.7 - 0.54) / 0.46)
    assert f1(seen) == pytest.approx(4 / 7)
    assert precision(seen) == pytest.approx(2 / 3)
    assert recall(seen) == pytest.approx(2 / 4)


def test_an_act_nobody_sees_has_no_figure() -> None:
    nobody = Presence(0, 0, 0, 10)
    assert [figure(nobody) for figure in (kappa, f1, precision, recall)] == [None] * 4
    assert kappa(Presence(10, 10, 10, 10)) is None


def test_an_act_only_the_engine_sees_is_a_fault_of_precision() -> None:
    extra = Presence(both=0, left=2, right=0, turns=10)
    assert (precision(extra), recall(extra), f1(extra)) == (0, None, 0)


# Intervals


def test_resamples_are_those_of_the_standard_library() -> None:
    draw = random.Random(7)
    places = range(20)
    assert resamples(20, rounds=60, seed=7) == tuple(
        tuple(draw.choice(places) for _ in places) for _ in range(60)
    )


def test_interval_cuts_both_tails() -> None:
    assert interval([float(value) for value in range(400)]) == (10, 389)


def test_no_interval_when_half_of_the_resamples_have_no_figure() -> None:
    assert interval([None, None, 1.0]) is None
    assert interval([]) is None


# The hand-made corpus


def test_levels_between_annotators(report: AgreementReport) -> None:
    people = report.criteria.annotators
    assert people is not None
    assert people.n == 5
    assert people.qwk == pytest.approx(24 / 29)
    assert (people.exact, people.within_one, people.bias) == (pytest.approx(3 / 5), 1, 0)
    canal = report.per_criterion["AC-CANAL"].annotators
    assert canal is not None
    assert canal.qwk == pytest.approx(20 / 23)
    assert report.disagree_on_null["A-B"] == 1


def test_acts_between_annotators(report: AgreementReport) -> None:
    row = report.acts["Q-OUVERTE"]
    assert row.count == (3, 3)
    assert (row.kappa, row.annotators_f1) == (pytest.approx(1 / 3), pytest.approx(2 / 3))
    assert report.acts["ACCUEIL"].kappa == 1
    assert "AUTRE" not in report.acts
    assert report.advisor_turns == 6


def test_the_same_corpus_gives_the_same_report(library: FileLibrary, report: AgreementReport) -> None:
    assert agreement(library, load_gold(GOLD)) == report


def told(level: int | None, *turns: int) -> Opinion:
    return Opinion({"K": level}, {"K": frozenset(turns)}, {"ACCUEIL": frozenset(turns)} if turns else {})


def test_the_engine_is_measured_against_each_annotator() -> None:
    cases = [
        Case("1", "S", "oral", 3, {"A": told(2, 1), "B": told(1, 1)}, told(2, 1)),
        Case("2", "S", "oral", 3, {"A": told(0), "B": told(0)}, told(1)),
        Case("3", "S", "stt", 3, {"A": told(3, 5), "B": told(3, 3)}, told(3, 1, 3)),
        Case("4", "S", "stt", 3, {"A": told(1), "B": told(None)}, told(None)),
    ]
    found = compare(cases, ["A", "B"], "x", "y")
    engine = found.criteria.engine
    assert (engine.n, engine.exact, engine.bias) == (
        6,
        pytest.approx((2 / 3 + 1 / 3) / 2),
        pytest.approx((1 / 3 + 2 / 3) / 2),
    )
    assert found.disagree_on_null == {"A-B": 1, "engine-A": 1, "engine-B": 0}
    row = found.acts["ACCUEIL"]
    assert (row.engine_precision, row.engine_recall) == (
        pytest.approx((1 / 3 + 2 / 3) / 2),
        pytest.approx((1 / 2 + 1) / 2),
    )
    assert found.evidence.cited == 3
    assert found.evidence.near_annotators == pytest.approx(2 / 3)
    assert {name: row.turns for name, row in found.by_register.items()} == {"oral": 6, "stt": 6}


def test_a_single_annotator_has_nobody_to_agree_with() -> None:
    found = compare([Case("1", "S", "oral", 2, {"A": told(2, 1)}, told(2, 1))], ["A"], "x", "y")
    assert found.criteria.annotators is None
    assert (found.acts["ACCUEIL"].kappa, found.acts["ACCUEIL"].engine_f1) == (None, 1)
    assert found.acts_macro.acts == 0


# The command


@pytest.fixture
def shared_library(library: FileLibrary, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "build_library", lambda _settings: library)


@pytest.mark.usefixtures("shared_library")
def test_json_is_one_document_with_its_reserves(report: AgreementReport) -> None:
    done = CliRunner().invoke(app, ["agreement", str(GOLD), "--json"])
    document = json.loads(done.stdout)
    assert document["schema"] == "agreement/1"
    assert document["acts"]["ACCUEIL"]["kappa"] == 1
    assert any("modèles" in line for line in document["caveats"])
    assert document.items() >= report.model_dump(mode="json", by_alias=True).items()


@pytest.mark.usefixtures("shared_library")
def test_the_written_report_holds_figures_and_nothing_said() -> None:
    done = CliRunner().invoke(app, ["agreement", str(GOLD), "--markdown"])
    assert done.exit_code == 0
    assert "| Annotateurs entre eux | 0,83 |" in done.stdout
    assert "pas un plafond humain" in done.stdout
    assert "a servi à régler le moteur" in done.stdout
    assert str(GOLD.parent) not in done.stdout
    assert "A-B 1, moteur-A" in done.stdout
    assert "Belkacem" not in done.stdout
    rows = [line for line in done.stdout.splitlines() if line.startswith("|")]
    assert {line.count("|") for line in rows} == {10, 6}


@pytest.mark.usefixtures("shared_library")
def test_the_table_says_what_it_does_not_say() -> None:
    done = CliRunner().invoke(app, ["agreement", str(GOLD), "--provenance", "people", "--unseen"])
    assert done.exit_code == 0
    assert "AC-DECOUVERTE" in done.stdout
    assert "plafond humain" not in done.stdout
    assert "n'a pas servi à régler" in done.stdout


# Faults


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    return Path(shutil.copytree(GOLD, tmp_path / "gold"))


def first_fault(folder: Path) -> str:
    with pytest.raises(BadInput) as told_to_all:
        load_gold(folder)
    message = told_to_all.value.message
    assert "\n" not in message
    return message


@pytest.mark.parametrize("missing", ["", "transcripts", "annotations", "annotations/A/T2.json"])
def test_what_is_missing_is_named(gold: Path, missing: str) -> None:
    place = gold / missing
    if place.is_dir():
        shutil.rmtree(place)
    else:
        place.unlink()
    assert first_fault(gold).startswith(f"{place} : ")


@pytest.mark.parametrize("emptied", ["transcripts", "annotations"])
def test_an_empty_folder_is_named(gold: Path, emptied: str) -> None:
    shutil.rmtree(gold / emptied)
    (gold / emptied).mkdir()
    assert first_fault(gold).startswith(f"{gold / emptied} : ")


@pytest.mark.parametrize("name", ["transcripts/T1.json", "annotations/B/T3.json"])
def test_malformed_json_is_placed(gold: Path, name: str) -> None:
    (gold / name).write_text('{"schema":\n oui', encoding="utf-8")
    assert first_fault(gold).startswith(f"{gold / name}:2 : JSON illisible")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"criteria": {"AC-CANAL": {"level": 4}}}, "criteria.AC-CANAL.level"),
        ({"criteria": {"AC-CANAL": {}}}, "criteria.AC-CANAL.level"),
        ({"criteria": None}, "criteria"),
        ({"acts": {"un": []}}, "acts.un"),
        ({"acts": {"1": [{"quote": "Bonjour"}]}}, "acts.1[0].act"),
        ({"transcript": "T9"}, "transcript"),
    ],
)
def test_a_wrong_annotation_is_placed(gold: Path, change: dict[str, object], field: str) -> None:
    path = gold / "annotations" / "A" / "T1.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | change), encoding="utf-8")
    assert first_fault(gold).startswith(f"{path}, champ « {field}")


def test_two_transcripts_of_one_id_are_refused(gold: Path) -> None:
    for folder in ("transcripts", "annotations/A", "annotations/B"):
        shutil.copy(gold / folder / "T1.json", gold / folder / "T4.json")
    assert first_fault(gold).startswith(f"{gold / 'transcripts' / 'T4.json'}, champ « id » : ")


def test_an_unknown_scenario_names_the_transcript(gold: Path, library: FileLibrary) -> None:
    path = gold / "transcripts" / "T2.json"
    path.write_text(path.read_text(encoding="utf-8").replace("AC-01", "AC-99"), encoding="utf-8")
    with pytest.raises(BadInput, match=r"T2\.json, champ « scenario »"):
        agreement(library, load_gold(gold))


@pytest.mark.parametrize("options", [["--engine", "dés"], ["--json", "--markdown"], ["--engine", "llm"]])
def test_wrong_usage(options: list[str]) -> None:
    done = CliRunner().invoke(app, ["agreement", str(GOLD), *options])
    assert isinstance(done.exception, EntretienError)
