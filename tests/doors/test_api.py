"""The HTTP API: what is promised, what is refused, what never leaks."""

import time
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest

from server.adapters.content.library import FileLibrary
from server.domain.assessment.model import Assessment


def open_one(client: httpx.Client, scenario: str = "AC-01", mode: str = "training") -> dict[str, Any]:
    answer = client.post("/api/interviews", json={"scenario": scenario, "mode": mode})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def wait_for_assessment(client: httpx.Client, interview: str) -> dict[str, Any]:
    for _ in range(200):
        answer = client.get(f"/api/interviews/{interview}/assessment")
        if answer.status_code == 200:
            return dict(answer.json())
        assert answer.status_code == 202
        time.sleep(0.05)
    raise AssertionError("no assessment")


def test_open_and_read_the_transcript(ana: httpx.Client) -> None:
    opened = open_one(ana, "REC-01")
    assert opened["socket"].startswith(f"/ws/interviews/{opened['id']}")
    transcript = ana.get(f"/api/interviews/{opened['id']}/transcript").json()
    assert transcript["schema"] == "transcript/1"
    assert transcript["scenario"] == "REC-01"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"scenario": "ZZ-99"}, 404, "not_found"),
        ({"scenario": "../../etc/passwd"}, 404, "not_found"),
        ({}, 422, "bad_input"),
        ({"scenario": "AC-01", "mode": "cheat"}, 422, "bad_input"),
        ({"scenario": "AC-01", "admin": True}, 422, "bad_input"),
    ],
)
def test_bad_requests_get_a_typed_error(
    ana: httpx.Client, body: dict[str, Any], status: int, code: str
) -> None:
    answer = ana.post("/api/interviews", json=body)
    assert answer.status_code == status
    assert answer.json()["code"] == code
    assert answer.json()["message"]


def test_malformed_json_and_huge_bodies(ana: httpx.Client) -> None:
    broken = ana.post("/api/interviews", content=b"{", headers={"content-type": "application/json"})
    assert (broken.status_code, broken.json()["code"]) == (422, "bad_input")
    huge = ana.post("/api/interviews", content=b"x" * 1_000_000, headers={"content-type": "application/json"})
    assert (huge.status_code, huge.json()["code"]) == (413, "too_large")


def test_another_site_cannot_act(ana: httpx.Client) -> None:
    answer = ana.post(
        "/api/interviews", json={"scenario": "AC-01"}, headers={"origin": "https://ailleurs.example"}
    )
    assert answer.status_code == 403


def test_another_learner_sees_nothing(ana: httpx.Client, bob: httpx.Client) -> None:
    interview = open_one(ana)["id"]
    base = f"/api/interviews/{interview}"
    assert bob.get(f"{base}/transcript").status_code == 404
    assert bob.get(f"{base}/assessment").status_code == 404
    assert bob.put(f"{base}/client-record", json={"fields": {}}).status_code == 404
    assert bob.post(f"{base}/branch", json={"from_turn": 1}).status_code == 404
    assert bob.post(f"{base}/hint").status_code == 404
    for page in ("", "/record", "/debrief"):
        assert bob.get(f"/interviews/{interview}{page}").status_code == 404


def test_no_door_before_the_end_shows_what_is_hidden(ana: httpx.Client, library: FileLibrary) -> None:
    for scenario in library.scenarios():
        interview = open_one(ana, scenario.id)["id"]
        texts = [
            ana.get(path).text
            for path in (
                "/", f"/scenarios/{scenario.id}", f"/interviews/{interview}", f"/interviews/{interview}/record",
                f"/interviews/{interview}/debrief", "/api/scenarios", "/debriefs", "/progress", "/catalogue",
            )
        ]  # fmt: skip
        hidden = [fact.line for fact in scenario.facts if fact.access != "spontaneous"]
        hidden += [objection.text for objection in scenario.objections] + [
            offer.why for offer in scenario.offers
        ]
        hidden += [item.expected for item in scenario.record if len(item.expected) > 25]
        for text in texts:
            plain = text.replace("\u202f", " ").replace("\u00a0", " ").replace("’", "'")
            for secret in hidden:
                assert secret not in plain, (scenario.id, secret)


def test_end_record_and_assessment(ana: httpx.Client, root: Path) -> None:
    interview = open_one(ana)["id"]
    assert ana.get(f"/api/interviews/{interview}/assessment").status_code == 409
    assert ana.post(f"/api/interviews/{interview}/end").status_code == 204
    assessment = wait_for_assessment(ana, interview)
    jsonschema.validate(assessment, Assessment.model_json_schema(by_alias=True))
    record = {"fields": {"canal": "messagerie de l'appli, jamais en service"}}
    assert ana.put(f"/api/interviews/{interview}/client-record", json=record).status_code == 204
    kept = ana.get(f"/api/interviews/{interview}/transcript").json()["client_record"]
    assert kept == record["fields"]
    unknown = ana.put(f"/api/interviews/{interview}/client-record", json={"fields": {"pirate": "x"}})
    assert (unknown.status_code, unknown.json()["code"]) == (422, "bad_input")


def test_exam_gives_no_hint(ana: httpx.Client) -> None:
    interview = open_one(ana, mode="exam")["id"]
    assert ana.post(f"/api/interviews/{interview}/hint").status_code == 403


def test_hints_differ_and_never_tell(ana: httpx.Client) -> None:
    interview = open_one(ana)["id"]
    first = ana.post(f"/api/interviews/{interview}/hint").json()["text"]
    second = ana.post(f"/api/interviews/{interview}/hint").json()["text"]
    assert first != second


def test_pages_carry_a_strict_policy(ana: httpx.Client) -> None:
    answer = ana.get("/")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert " style=" not in answer.text
    assert "<script>" not in answer.text


def test_unknown_pages_say_so_in_french(ana: httpx.Client) -> None:
    answer = ana.get("/nulle-part")
    assert answer.status_code == 404
    assert "n’existe pas" in answer.text or "n'existe pas" in answer.text
