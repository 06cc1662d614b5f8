"""The socket: resume, idempotence, and bad input of every kind while the interview goes on."""

import asyncio
import json
import uuid
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.doors.test_api import open_one

GREETING = "Bonjour Madame Belkacem, Camille Petit de la banque de l'Armoise, vous avez un moment ?"
QUESTION = "Qu'est-ce qui a changé pour vous depuis notre dernier échange ?"


def url_of(address: str, opened: dict[str, Any]) -> str:
    return address.replace("http", "ws") + str(opened["socket"])


async def receive(socket: ClientConnection, frame_type: str, **wanted: Any) -> dict[str, Any]:
    while True:
        message = dict(json.loads(await asyncio.wait_for(socket.recv(), 10)))
        if message["type"] == frame_type and all(message.get(key) == value for key, value in wanted.items()):
            return message


async def hello(socket: ClientConnection, last: int = 0, epoch: str = "") -> dict[str, Any]:
    await socket.send(json.dumps({"type": "hello", "last_seq": last, "epoch": epoch}))
    return await receive(socket, "welcome")


async def say(socket: ClientConnection, text: str, say_id: str | None = None) -> dict[str, Any]:
    await socket.send(json.dumps({"type": "say", "id": say_id or str(uuid.uuid4()), "text": text}))
    await receive(socket, "ack")
    return await receive(socket, "event", kind="client_said")


async def test_say_is_acked_and_answered(address: str, ana: httpx.Client) -> None:
    async with connect(url_of(address, open_one(ana))) as socket:
        welcome = await hello(socket)
        assert welcome["state"] == "open"
        answer = await say(socket, GREETING)
        assert answer["data"]["turn"] == 2
        assert answer["data"]["text"]


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ("pas du json", "bad_input"),
        ("[1, 2]", "bad_input"),
        ('{"id": "sans type"}', "bad_input"),
        (b"\x00\x01binaire", "bad_input"),
        ('{"type": "say", "id": "x", "text": ""}', "bad_input"),
        ('{"type": "say", "id": "x", "text": "bip\\u0007"}', "bad_input"),
        ('{"type": "say", "text": "sans id"}', "bad_input"),
        ('{"type": "say", "id": "x", "text": 12}', "bad_input"),
        (json.dumps({"type": "say", "id": "x", "text": "a" * 1_000_000}), "too_large"),
        (json.dumps({"type": "say", "id": "x", "text": "a" * 9_000}), "too_large"),
        ('{"type": "hello", "last_seq": -4}', "bad_input"),
        ("[" * 20_000, "bad_input"),
    ],
)
async def test_bad_frames_get_an_error_and_the_interview_goes_on(
    address: str, ana: httpx.Client, frame: str | bytes, code: str
) -> None:
    async with connect(url_of(address, open_one(ana))) as socket:
        await hello(socket)
        await socket.send(frame)
        error = await receive(socket, "error")
        assert error["code"] == code
        assert error["message"]
        answer = await say(socket, GREETING)
        assert answer["seq"] == 5


async def test_wrong_order_and_unknown_types(address: str, ana: httpx.Client) -> None:
    async with connect(url_of(address, open_one(ana))) as socket:
        await socket.send(json.dumps({"type": "say", "id": "1", "text": GREETING}))
        assert (await receive(socket, "error"))["code"] == "wrong_moment"
        await socket.send(json.dumps({"type": "danse"}))
        await socket.send(json.dumps({"type": "ping"}))
        await receive(socket, "pong")
        await hello(socket)
        assert (await say(socket, GREETING))["data"]["turn"] == 2


async def test_the_same_say_is_one_turn(address: str, ana: httpx.Client) -> None:
    opened = open_one(ana)
    async with connect(url_of(address, opened)) as socket:
        await hello(socket)
        await say(socket, GREETING, "u1")
        await socket.send(json.dumps({"type": "say", "id": "u1", "text": GREETING}))
        ack = await receive(socket, "ack")
        assert ack == {"type": "ack", "id": "u1", "seq": 2}
    turns = ana.get(f"/api/interviews/{opened['id']}/transcript").json()["turns"]
    assert [turn["speaker"] for turn in turns] == ["advisor", "client"]


@pytest.mark.parametrize("cut", range(6))
async def test_resume_gives_every_later_event_once_in_order(
    address: str, ana: httpx.Client, cut: int
) -> None:
    opened = open_one(ana)
    async with connect(url_of(address, opened)) as socket:
        await hello(socket)
        await say(socket, GREETING)
        await say(socket, QUESTION)
    async with connect(url_of(address, opened)) as again:
        welcome = await hello(again, cut)
        seen = [(await receive(again, "event"))["seq"] for _ in range(welcome["seq"] - cut)]
        assert seen == list(range(cut + 1, welcome["seq"] + 1))
        following = await say(again, "D'accord.")
        assert following["seq"] > welcome["seq"]


async def test_a_stale_epoch_sends_everything_again(address: str, ana: httpx.Client) -> None:
    opened = open_one(ana)
    async with connect(url_of(address, opened)) as socket:
        await hello(socket)
        await say(socket, GREETING)
    async with connect(url_of(address, opened)) as again:
        await hello(again, 5, "another-epoch")
        assert (await receive(again, "event"))["seq"] == 1


async def test_a_reply_is_finished_when_the_browser_leaves(address: str, ana: httpx.Client) -> None:
    opened = open_one(ana)
    async with connect(url_of(address, opened)) as socket:
        await hello(socket)
        await socket.send(json.dumps({"type": "say", "id": "u1", "text": GREETING}))
        await receive(socket, "ack")
    for _ in range(100):
        turns = ana.get(f"/api/interviews/{opened['id']}/transcript").json()["turns"]
        if len(turns) == 2:
            break
        await asyncio.sleep(0.05)
    assert [turn["speaker"] for turn in turns] == ["advisor", "client"]


async def test_nothing_hidden_passes_over_the_socket(address: str, ana: httpx.Client) -> None:
    async with connect(url_of(address, open_one(ana))) as socket:
        await hello(socket)
        await socket.send(json.dumps({"type": "say", "id": "u1", "text": GREETING}))
        frames = []
        while True:
            frame = await asyncio.wait_for(socket.recv(), 10)
            frames.append(str(frame))
            if '"client_said"' in str(frame):
                break
    for word in ("bébé", "pacs", "prime", "trust", "objection", "F3", "seuil", "hidden"):
        assert not any(word in frame for frame in frames), word


async def test_another_learner_is_turned_away(address: str, ana: httpx.Client, bob: httpx.Client) -> None:
    opened = open_one(ana)
    cookie = "; ".join(f"{name}={value}" for name, value in bob.cookies.items())
    url = address.replace("http", "ws") + f"/ws/interviews/{opened['id']}"
    async with connect(url, additional_headers={"Cookie": cookie}) as socket:
        assert (await receive(socket, "error"))["code"] == "not_found"
        with pytest.raises(ConnectionClosed) as closed:
            await socket.recv()
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 4404


async def test_ended_then_assessed(address: str, ana: httpx.Client) -> None:
    async with connect(url_of(address, open_one(ana))) as socket:
        await hello(socket)
        await say(socket, GREETING)
        await socket.send(json.dumps({"type": "end"}))
        await receive(socket, "event", kind="interview_ended")
        await receive(socket, "event", kind="assessment_ready")
        await socket.send(json.dumps({"type": "say", "id": "late", "text": "Encore un mot."}))
        assert (await receive(socket, "error"))["code"] == "wrong_moment"
