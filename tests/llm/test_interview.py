"""A whole process with a model: faults through the desk, the doors, the operator's figures, the commands."""

import asyncio
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.sync.client import connect

from server import bootstrap
from server.adapters.content.library import FileLibrary
from tests.commands.test_commands import run as command
from tests.llm import matrix, models
from tests.llm.fake import FAULTS, FakeEndpoint
from tests.server import running

LINES = ("Bonjour Madame Belkacem, vous avez un moment ?", "Qu'est-ce qui a changé pour vous ?")


@pytest.mark.parametrize("mode", FAULTS)
async def test_no_fault_stops_loses_or_cuts_an_interview(
    tmp_path: Path, library: FileLibrary, mode: str
) -> None:
    """One seed of ``python -m tests.llm.matrix``; the fault's place in the reply differs from fault to fault."""
    tally = matrix.Tally()
    await matrix.run_one(tmp_path, library, mode, 10 * (FAULTS.index(mode) % 3), tally)
    assert tally.wrong == []
    assert tally.turns == matrix.TURNS + 1


class Threaded:
    """The fake endpoint in a thread of its own, for servers and commands that block this one."""

    def __init__(self, mode: str = "ok") -> None:
        self.endpoint = FakeEndpoint(models.faithful, mode)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> FakeEndpoint:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self.endpoint.start(), self._loop).result(5)
        return self.endpoint

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self.endpoint.stop(), self._loop).result(5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)


@pytest.fixture
def model() -> Iterator[FakeEndpoint]:
    with Threaded() as endpoint:
        yield endpoint


def converse(address: str, client: httpx.Client, lines: tuple[str, ...]) -> list[dict[str, Any]]:
    """Speak lines through the socket; every message received."""
    opened = client.post("/api/interviews", json={"scenario": "AC-01"}).json()
    received: list[dict[str, Any]] = []
    with connect(address.replace("http", "ws") + opened["socket"]) as socket:
        socket.send(json.dumps({"type": "hello", "last_seq": 0}))
        for n, line in enumerate(lines):
            socket.send(json.dumps({"type": "say", "id": f"u{n}", "text": line}))
            while not received or received[-1].get("kind") != "client_said":
                received.append(json.loads(socket.recv(timeout=10)))
            received.append({"type": "next"})
    return received


def test_the_doors_say_which_engine_speaks(tmp_path: Path, model: FakeEndpoint) -> None:
    with (
        running(tmp_path, llm_base_url=model.base_url, llm_model="essai") as address,
        httpx.Client(base_url=address, timeout=20) as client,
    ):
        client.get("/catalogue")
        assert client.get("/health").json()["voice"] == {
            "engine": "llm", "model": "essai", "state": "ready", "fault": None, "message": None,
        }  # fmt: skip
        assert "essai" in client.get("/").text
        received = converse(address, client, LINES)
        said = [item["data"] for item in received if item.get("kind") == "client_said"]
        assert [item["voice"] for item in said] == ["llm", "llm"]
        model.mode = "unauthorized"
        received = converse(address, client, LINES[:1])
        said = [item["data"] for item in received if item.get("kind") == "client_said"]
        assert [item["voice"] for item in said] == ["embedded"]
        health = client.get("/health").json()["voice"]
        assert (health["state"], health["fault"]) == ("fallback", "llm_key_refused")
        assert "ENTRETIEN_LLM_API_KEY" in health["message"]
        assert "ne répond pas" in client.get("/").text


def test_the_embedded_voice_says_so(tmp_path: Path) -> None:
    with running(tmp_path) as address, httpx.Client(base_url=address, timeout=20) as client:
        assert client.get("/health").json()["voice"]["engine"] == "embedded"
        assert "embarquée, sans réseau" in client.get("/").text


def test_the_operator_reads_figures_and_nobody_else_does(tmp_path: Path, model: FakeEndpoint) -> None:
    with (
        running(tmp_path, llm_base_url=model.base_url, llm_model="essai") as address,
        httpx.Client(base_url=address, timeout=20, follow_redirects=True) as client,
    ):
        converse(address, client, LINES)
        assert client.get("/api/usage").status_code == 404
        client.get(f"/administration/{admin_token(tmp_path)}")
        usage = client.get("/api/usage").json()
        [interview] = usage["interviews"]
        assert interview["by_model"] == interview["turns"] == 2
        assert interview["usage"]["calls"] == len(model.requests) == 2
        assert usage["total"]["prompt_tokens"] > 0
        page = client.get("/administration").text
        assert "Usage du modèle" in page
        assert "2 sur 2" in page
        for line in LINES:
            assert line not in page


def admin_token(folder: Path) -> str:
    """A fresh one-time link on the running server's database."""
    from server.adapters.store.database import open_database
    from server.adapters.store.sql_store import SqlStore
    from server.usecases.administer import first_token

    token = first_token(SqlStore(open_database(f"sqlite:///{folder / 'entretien.db'}")), "jeton-d-essai")
    assert token is not None
    return token


@pytest.fixture
def quick(library: FileLibrary, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The content is loaded once for all these commands."""
    monkeypatch.setattr(bootstrap, "build_library", lambda _settings: library)
    return monkeypatch


def test_the_commands_speak_with_the_model(
    tmp_path: Path, model: FakeEndpoint, quick: pytest.MonkeyPatch
) -> None:
    quick.setenv("ENTRETIEN_LLM_BASE_URL", model.base_url)
    quick.setenv("ENTRETIEN_LLM_MODEL", "essai")
    played = command("play", "AC-01", "--seed", "1", text=f"{LINES[0]}\n/fin\n")
    assert "modèle de langage « essai »" in played.stdout
    assert "Nadia : Alors, voilà." in played.stdout
    assert "1 appel(s)" in played.stdout
    script = tmp_path / "lines.txt"
    script.write_text("\n".join(LINES), encoding="utf-8")
    simulated = command("simulate", "AC-01", "--advisor", str(script), "--voice", "llm", "--json")
    document = json.loads(simulated.stdout)
    assert [turn["voice"]["engine"] for turn in document["turns"][1::2]] == ["llm", "llm"]
    assert document["usage"]["calls"] == 2
    embedded = json.loads(command("simulate", "AC-01", "--advisor", str(script), "--json").stdout)
    assert "usage" not in embedded
    assert [turn["director"] for turn in embedded["turns"][1::2]] == [
        turn["director"] for turn in document["turns"][1::2]
    ]


def test_a_voice_that_is_not_set_up_is_told_in_one_line(quick: pytest.MonkeyPatch) -> None:
    quick.delenv("ENTRETIEN_LLM_BASE_URL", raising=False)
    for arguments, words in (
        (("play", "AC-01", "--voice", "llm"), "ENTRETIEN_LLM_BASE_URL"),
        (("play", "AC-01", "--voice", "robot"), "embedded ou llm"),
    ):
        done = command(*arguments)
        assert done.returncode == 2
        assert words in done.stderr
        assert "Traceback" not in done.stderr
    quick.setenv("ENTRETIEN_LLM_MODEL", "essai")
    for address in ("http://[::1", "ftp://modele.test", "modele"):
        quick.setenv("ENTRETIEN_LLM_BASE_URL", address)
        done = command("play", "AC-01")
        assert done.returncode == 2
        assert "ENTRETIEN_LLM_BASE_URL" in done.stderr
    quick.setenv("ENTRETIEN_LLM_IDLE_SECONDS", "bientôt")
    done = command("play", "AC-01")
    assert done.returncode == 2
    assert "ENTRETIEN_LLM_IDLE_SECONDS" in done.stderr
