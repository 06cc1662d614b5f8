"""A learner's own space over HTTP: export, erase, and nobody else's."""

import json
import re

import httpx

from tests.doors.test_api import open_one


def opened(client: httpx.Client) -> str:
    return str(open_one(client)["id"])


def token(page: httpx.Response) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', page.text)
    assert found
    return found[1]


def erase(client: httpx.Client, sure: str = "oui", csrf: str | None = None) -> httpx.Response:
    given = csrf if csrf is not None else token(client.get("/espace"))
    return client.post("/espace/effacer", data={"csrf": given, "sure": sure})


def test_an_export_is_a_file_of_my_interviews_only(ana: httpx.Client, bob: httpx.Client) -> None:
    mine, theirs = opened(ana), opened(bob)
    answer = ana.get("/espace/export.json")
    assert "attachment" in answer.headers["content-disposition"]
    ids = [item["id"] for item in answer.json()["interviews"]]
    assert mine in ids
    assert theirs not in ids
    assert ana.get(f"/interviews/{theirs}/export.json").status_code == 404
    assert ana.get(f"/interviews/{theirs}/export.txt").status_code == 404


def test_one_interview_as_json_and_as_text(ana: httpx.Client) -> None:
    mine = opened(ana)
    document = json.loads(ana.get(f"/interviews/{mine}/export.json").text)
    assert document["schema"] == "interview/1"
    text = ana.get(f"/interviews/{mine}/export.txt")
    assert text.headers["content-type"].startswith("text/plain")
    assert text.headers["x-content-type-options"] == "nosniff"
    assert "LA CONVERSATION" in text.text
    assert "&" not in text.text


def test_erasing_needs_a_yes_and_our_own_form(ana: httpx.Client) -> None:
    mine = opened(ana)
    assert erase(ana, sure="").status_code == 422
    assert erase(ana, csrf="faux").status_code == 403
    assert ana.get(f"/api/interviews/{mine}/transcript").status_code == 200


def test_erasing_erases_forgets_who_i_am_and_leaves_others(ana: httpx.Client, bob: httpx.Client) -> None:
    mine, theirs = opened(ana), opened(bob)
    before = ana.cookies["entretien"]
    page = ana.get("/espace")
    assert "1" in page.text
    answer = erase(ana)
    assert answer.status_code == 303
    assert ana.cookies["entretien"] != before
    told = ana.get(answer.headers["location"])
    assert "C’est effacé" in told.text
    assert "data-wipe" in told.text
    assert ana.get(f"/api/interviews/{mine}/transcript").status_code == 404
    with httpx.Client(base_url=ana.base_url, cookies={"entretien": before}) as thief:
        assert thief.get(f"/api/interviews/{mine}/transcript").status_code == 404
        assert thief.get("/espace/export.json").json()["interviews"] == []
    assert bob.get(f"/api/interviews/{theirs}/transcript").status_code == 200


def test_two_of_my_interviews_side_by_side_and_never_anothers(ana: httpx.Client, bob: httpx.Client) -> None:
    mine, theirs = opened(ana), opened(bob)
    assert ana.get(f"/compare?a={mine}&b={theirs}").status_code == 409
    assert ana.get(f"/compare?a={mine}&b={mine}").status_code == 422
    answer = ana.get(f"/compare?a={theirs}&b={mine}")
    assert answer.status_code == 404


def test_a_microphone_is_allowed_in_the_conversation_only(ana: httpx.Client) -> None:
    mine = opened(ana)
    assert "microphone=(self)" in ana.get(f"/interviews/{mine}").headers["permissions-policy"]
    assert "microphone=()" in ana.get("/").headers["permissions-policy"]
