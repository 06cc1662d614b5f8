"""The protocol against a mocked transport: headers, errors told inside a stream, options that are refused."""

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import respx

from server.adapters.llm.config import EndpointConfig, Limits
from server.adapters.llm.endpoint import Endpoint
from server.adapters.llm.meter import Meter
from server.adapters.llm.sse import SseReader
from server.adapters.llm.trouble import retry_after
from server.domain.llm import faults
from server.domain.llm.prompt import Ask, Message

URL = "http://modele.test/v1/chat/completions"
ASK = Ask((Message("user", "Bonjour"),), max_tokens=50, temperature=0.7, seed=3)


def sse(*bodies: Any) -> bytes:
    return b"".join(
        b"data: " + (body if isinstance(body, str) else json.dumps(body)).encode() + b"\n\n"
        for body in bodies
    )


def said(text: str, finish: str | None = None) -> dict[str, Any]:
    return {"choices": [{"index": 0, "delta": {"content": text}, "finish_reason": finish}]}


@pytest.fixture
async def endpoint() -> AsyncIterator[Endpoint]:
    made = Endpoint(EndpointConfig("http://modele.test/v1", "m", "secret", Limits()), httpx.AsyncClient())
    yield made
    await made.close()


async def ask(endpoint: Endpoint) -> str:
    return "".join([piece async for piece in endpoint.stream(ASK, Meter(Limits()))])


def stream(content: bytes, kind: str = "text/event-stream") -> httpx.Response:
    return httpx.Response(200, content=content, headers={"content-type": kind})


@respx.mock
async def test_the_request_says_what_it_wants(endpoint: Endpoint) -> None:
    route = respx.post(URL).mock(return_value=stream(sse(said("Oui."), said("", "stop"), "[DONE]")))
    assert await ask(endpoint) == "Oui."
    sent = json.loads(route.calls[0].request.content)
    assert route.calls[0].request.headers["authorization"] == "Bearer secret"
    assert sent["stream"] is True
    assert sent["stream_options"] == {"include_usage": True}
    assert (sent["max_tokens"], sent["temperature"], sent["seed"]) == (50, 0.7, 3)


@respx.mock
@pytest.mark.parametrize(
    ("refusal", "gone", "kept"),
    [
        ("Unsupported parameter: use 'max_completion_tokens'", "max_tokens", "max_completion_tokens"),
        ("Unsupported value: 'temperature'", "temperature", "max_tokens"),
        ("unknown field seed", "seed", "temperature"),
        ("extra field stream_options", "stream_options", "seed"),
    ],
)
async def test_an_option_that_is_refused_is_given_up_for_good(
    endpoint: Endpoint, refusal: str, gone: str, kept: str
) -> None:
    bodies: list[dict[str, Any]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        bodies.append(json.loads(request.content))
        if gone in bodies[-1]:
            return httpx.Response(400, json={"error": {"message": refusal}})
        return stream(sse(said("Oui.", "stop"), "[DONE]"))

    respx.post(URL).mock(side_effect=answer)
    assert await ask(endpoint) == "Oui."
    assert await ask(endpoint) == "Oui."
    assert len(bodies) == 3
    assert kept in bodies[-1]


@respx.mock
async def test_a_400_that_names_nothing_is_refused_once(endpoint: Endpoint) -> None:
    route = respx.post(URL).mock(return_value=httpx.Response(400, json={"error": {"message": "non"}}))
    with pytest.raises(faults.RequestRefused):
        await ask(endpoint)
    assert len(route.calls) == 1


@respx.mock
@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (sse(said("Oui"), {"error": {"message": "overloaded"}}), faults.ServerFailed),
        (sse({"error": {"code": 429, "message": "slow"}}), faults.RateLimited),
        (
            sse({"error": {"message": "the request exceeds the available context size"}}),
            faults.ContextOverflow,
        ),
        (sse(said("Oui"), "[DONE]"), faults.Cut),
        (sse(said("Oui")), faults.Cut),
        (sse(said("Oui", "length"), "[DONE]"), faults.TooLong),
        (sse(said("Oui", "tool_calls"), "[DONE]"), faults.Unreadable),
        (sse(said("", "stop"), "[DONE]"), faults.Empty),
        (sse("[DONE]"), faults.Empty),
        (b"", faults.Unreadable),
        (b"data: \xff\xfe\n\n", faults.Unreadable),
        (sse({"choices": "non"}), faults.Unreadable),
        (sse([1]), faults.Unreadable),
        (b"data: " + b"x" * 300_000, faults.TooLong),
    ],
)
async def test_what_arrives_is_seen(
    endpoint: Endpoint, content: bytes, fault: type[faults.ModelFault]
) -> None:
    respx.post(URL).mock(return_value=stream(content))
    with pytest.raises(fault):
        await ask(endpoint)


@respx.mock
async def test_a_web_page_is_not_an_answer(endpoint: Endpoint) -> None:
    respx.post(URL).mock(return_value=stream(sse(said("Oui.", "stop")), "text/html; charset=utf-8"))
    with pytest.raises(faults.Unreadable):
        await ask(endpoint)


@pytest.mark.parametrize("size", [1, 2, 3, 5, 1000])
def test_events_are_the_same_however_they_are_cut(size: int) -> None:
    raw = ": ping\r\n\r\ndata: été\r\ndata: déjà\r\n\r\nevent: x\ndata:« ça »\n\ndata: fin".encode()
    reader = SseReader()
    found = [event for at in range(0, len(raw), size) for event in reader.feed(raw[at : at + size])]
    assert found + reader.end() == ["été\ndéjà", "« ça »", "fin"]


@pytest.mark.parametrize(
    ("value", "least", "most"), [("2", 2, 2), ("0.5", 0.5, 0.5), ("bientôt", None, None)]
)
def test_retry_after_is_read(value: str, least: float | None, most: float | None) -> None:
    assert retry_after({"retry-after": value}) == least == most


def test_the_key_is_not_shown() -> None:
    assert "secret" not in repr(EndpointConfig("http://x", "m", "secret"))


@respx.mock
async def test_an_error_told_after_a_word_is_not_asked_again(endpoint: Endpoint) -> None:
    route = respx.post(URL).mock(return_value=stream(sse(said("Oui"), {"error": {"message": "overloaded"}})))
    with pytest.raises(faults.ServerFailed):
        await ask(endpoint)
    assert len(route.calls) == 1


@respx.mock
async def test_a_key_that_cannot_be_sent_is_a_fault_too() -> None:
    respx.post(URL).mock(return_value=stream(sse(said("Oui.", "stop"))))
    endpoint = Endpoint(EndpointConfig("http://modele.test/v1", "m", "clé", Limits()), httpx.AsyncClient())
    with pytest.raises(faults.RequestRefused):
        await ask(endpoint)
    await endpoint.close()
