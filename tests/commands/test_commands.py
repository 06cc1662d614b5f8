"""The command line: exit codes, one JSON document on stdout, one clear line on stderr, never a traceback."""

import io
import json
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import jsonschema
import pytest

from server import bootstrap
from server.adapters.content.library import FileLibrary
from server.domain.assessment.model import Assessment
from server.domain.transcript import Transcript
from server.entrypoints.cli import main

ROOT = Path(__file__).parent.parent.parent
SCRIPTS = ROOT / "transcripts" / "scripts"
CLIENTS = sorted(path.stem for path in (ROOT / "scenarios").glob("*.yaml"))


@dataclass
class Done:
    """What a command left behind."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture(autouse=True)
def one_library(library: FileLibrary, monkeypatch: pytest.MonkeyPatch) -> None:
    """The content is loaded once for all these commands."""
    monkeypatch.setattr(bootstrap, "build_library", lambda _settings: library)


def run(*arguments: str, text: str = "") -> Done:
    out, err, code = io.StringIO(), io.StringIO(), 0
    with (
        redirect_stdout(out),
        redirect_stderr(err),
        patch.object(sys, "argv", ["entretien", *arguments]),
        patch.object(sys, "stdin", io.StringIO(text)),
    ):
        try:
            main()
        except SystemExit as leaving:
            code = int(leaving.code or 0)
    return Done(code, out.getvalue(), err.getvalue())


def test_the_installed_command_fails_without_a_traceback(tmp_path: Path) -> None:
    command = Path(sys.executable).parent / "entretien"
    done = subprocess.run(
        [command, "score", str(tmp_path / "rien.json")],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("command", [[], ["serve"], ["play"], ["check"], ["simulate"], ["score"], ["schema"]])
def test_every_command_has_help(command: list[str]) -> None:
    done = run(*command, "--help")
    assert done.returncode == 0
    assert "Usage" in done.stdout


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("level", ["strong", "weak"])
def test_every_client_is_played_to_an_ending_or_left_by_the_advisor(client: str, level: str) -> None:
    script = SCRIPTS / f"{client}.{level}.txt"
    once = run("simulate", client, "--advisor", str(script), "--seed", "4", "--json")
    again = run("simulate", client, "--advisor", str(script), "--seed", "4", "--json")
    assert once.returncode == 0, once.stderr
    assert once.stdout == again.stdout
    document = json.loads(once.stdout)
    turns = document["turns"]
    assert [turn["n"] for turn in turns] == list(range(1, len(turns) + 1))
    traces = [turn["director"] for turn in turns if turn["speaker"] == "client" and "director" in turn]
    assert traces
    said = [turn["text"] for turn in turns if turn["speaker"] == "client"]
    assert len(said) == len(set(said))
    if level == "strong":
        assert traces[-1]["ended"] in ("satisfied", "postponed")
        assert len({fact for trace in traces for fact in trace["revealed"]}) >= 3


@pytest.mark.parametrize("client", CLIENTS)
def test_the_strong_leaves_more_trust_and_facts_than_the_weak(client: str) -> None:
    def final(level: str) -> tuple[int, int]:
        done = run(
            "simulate", client, "--advisor", str(SCRIPTS / f"{client}.{level}.txt"), "--seed", "2", "--json"
        )
        traces = [turn["director"] for turn in json.loads(done.stdout)["turns"] if "director" in turn]
        return traces[-1]["trust"], sum(len(trace["revealed"]) for trace in traces)

    strong, weak = final("strong"), final("weak")
    assert strong[0] > weak[0]
    assert strong[1] > weak[1]


def test_score_gives_valid_assessments_as_json_lines(library: FileLibrary) -> None:
    samples = sorted((ROOT / "transcripts" / "samples").glob("*.json"))
    done = run("score", *map(str, samples), "--json")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert len(lines) == len(samples)
    schema = Assessment.model_json_schema(by_alias=True)
    for path, line in zip(samples, lines, strict=True):
        assessment = json.loads(line)
        jsonschema.validate(assessment, schema)
        transcript = Transcript.model_validate_json(path.read_text(encoding="utf-8"))
        scenario = library.scenario(transcript.scenario)
        assert {item["id"] for item in assessment["criteria"]} == set(scenario.criteria)
        for judged in assessment["criteria"]:
            assert (judged["level"] is None) == (judged["unscored"] is not None)
            for proof in judged["evidence"]:
                turn = transcript.turn(proof["turn"])
                assert turn.text[proof["start"] : proof["end"]] == proof["quote"]
                assert turn.speaker == "advisor"
        for act in assessment["acts"]:
            assert transcript.turn(act["turn"]).text[act["start"] : act["end"]] == act["quote"]


@pytest.mark.parametrize(
    ("name", "body", "word"),
    [
        ("broken.json", "{", "JSON illisible"),
        ("list.json", "[]", "champ"),
        ("holes.json", json.dumps({"schema": "transcript/1", "id": "X", "scenario": "AC-01", "turns": [
            {"n": 1, "speaker": "advisor", "text": "Bonjour."}, {"n": 3, "speaker": "client", "text": "Oui."},
        ]}), "sans trou"),
        ("speaker.json", json.dumps({"schema": "transcript/1", "id": "X", "scenario": "AC-01", "turns": [
            {"n": 1, "speaker": "juge", "text": "Bonjour."}]}), "speaker"),
        ("unknown.json", json.dumps({"schema": "transcript/1", "id": "X", "scenario": "ZZ-99", "turns": []}),
         "ZZ-99"),
    ],
)  # fmt: skip
def test_bad_transcripts_are_refused_clearly(tmp_path: Path, name: str, body: str, word: str) -> None:
    path = tmp_path / name
    path.write_text(body, encoding="utf-8")
    done = run("score", str(path), "--json")
    assert done.returncode == 2
    assert done.stdout == ""
    assert word in done.stderr
    assert "Traceback" not in done.stderr


def test_an_empty_or_one_sided_transcript_is_no_failure(tmp_path: Path) -> None:
    for turns in (
        [],
        [{"n": 1, "speaker": "client", "text": "Allô ?"}],
        [{"n": 1, "speaker": "advisor", "text": "…"}],
    ):
        path = tmp_path / "small.json"
        document = {
            "schema": "transcript/1",
            "id": "S",
            "scenario": "AC-01",
            "turns": turns,
            "extra": {"kept": 1},
        }
        path.write_text(json.dumps(document), encoding="utf-8")
        done = run("score", str(path), "--json")
        assert done.returncode == 0, done.stderr
        assert len(json.loads(done.stdout)["criteria"]) == 5


@pytest.mark.parametrize("kind", ["scenario", "rubric", "transcript", "assessment"])
def test_schemas_are_json_schemas_that_speak_french(kind: str) -> None:
    done = run("schema", kind)
    schema = json.loads(done.stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["type"] == "object"
    if kind == "scenario":
        assert "Titre" in schema["properties"]["title"]["description"]


def test_wrong_usage_exits_2(tmp_path: Path) -> None:
    assert run("schema", "poème").returncode == 2
    assert run("simulate", "ZZ-99", "--advisor", str(SCRIPTS / "AC-01.weak.txt")).returncode == 2
    assert run("simulate", "AC-01", "--advisor", str(tmp_path / "rien.txt")).returncode == 2
    assert run("score", str(tmp_path / "rien.json")).returncode == 2
    assert run("play", str(tmp_path / "rien.yaml")).returncode == 2


def test_check_exits_1_on_a_broken_file_and_0_on_what_is_shipped() -> None:
    broken = run("check", str(ROOT / "tests/data/broken/unknown_product.yaml"), "--json")
    assert broken.returncode == 1
    problem = json.loads(broken.stdout)["problems"][0]
    assert problem["line"] > 1
    assert problem["mend"]
    assert run("check").returncode == 0


def test_a_scenario_that_is_not_shipped_can_be_played(tmp_path: Path) -> None:
    done = run(
        "play",
        str(ROOT / "tests/data/minimal.yaml"),
        "--seed",
        "1",
        text="Bonjour.\nComment je vous joins ?\n/fin\n",
    )
    assert done.returncode == 0, done.stderr
    assert "Paul :" in done.stdout
    assert "Note indicative" in done.stdout or "non observé" in done.stdout
