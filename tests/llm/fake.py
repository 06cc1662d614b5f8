"""A local endpoint that speaks the protocol on real sockets, with a scripted model and every fault we know of."""

import asyncio
import json
import socket
import struct
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

Body = dict[str, Any]
Model = Callable[[Body], str]

# Faults of point 5 of the issue, by name. Each is a behaviour of ``FakeEndpoint``.
FAULTS = (
    "refused", "unauthorized", "unknown_model", "rate_limited_with_delay", "rate_limited", "server_error",
    "silent", "stall", "drip", "clean_cut", "reset", "malformed_chunk", "html", "empty_choices",
    "content_filter", "refusal", "wrong_schema", "huge", "split_unicode", "storm", "outage",
)  # fmt: skip
HARMLESS = ("split_unicode",)
FOREVER = 600.0


@dataclass
class FakeEndpoint:
    """``mode`` is the fault of the moment ("ok" for none); ``requests`` what was asked of it, parsed."""

    model: Model
    mode: str = "ok"
    port: int = 0
    pace: float = 0.0
    after: int = 3
    requests: list[Body] = field(default_factory=list)
    open_now: int = 0
    most_open: int = 0
    dropped: int = 0
    figures: bool = True
    _server: asyncio.Server | None = None
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self.open_now += 1
        self.most_open = max(self.most_open, self.open_now)
        try:
            body = await _request(reader)
            if body is not None:
                self.requests.append(body)
                await self._answer(body, _Reply(reader, writer))
        except (ConnectionError, asyncio.IncompleteReadError):
            self.dropped += 1
        except asyncio.CancelledError:
            pass
        finally:
            self.open_now -= 1
            self._tasks.discard(task)
            writer.close()

    async def _answer(self, body: Body, reply: "_Reply") -> None:
        mode = self.mode
        if mode == "storm":
            mode = "rate_limited" if self.open_now > 2 else "ok"
        if mode in STATUS:
            status, headers, words = STATUS[mode]
            await reply.json(status, {"error": {"message": words, "type": "error"}}, headers)
        elif mode in ("refused", "outage"):
            reply.reset()
        elif mode == "html":
            await reply.whole(200, b"<html><body>Bad gateway</body></html>", "text/html")
        elif mode == "silent":
            await reply.head(200, "text/event-stream")
            await reply.until_gone(FOREVER)
        elif body.get("stream"):
            await self._stream(mode, body, reply)
        else:
            await self._whole(mode, body, reply)

    async def _stream(self, mode: str, body: Body, reply: "_Reply") -> None:
        await reply.head(200, "text/event-stream")
        text = self.model(body)
        if mode == "huge":
            text = ("mot" * 200 + " ") * 5_000
        words = [word if n == 0 else f" {word}" for n, word in enumerate(text.split(" "))]
        if mode == "empty_choices":
            await reply.event({"choices": []})
            await reply.data("[DONE]")
            return
        await reply.event(_chunk({"role": "assistant", "content": ""}))
        for count, word in enumerate(words):
            if count == self.after and mode in BREAKS:
                await BREAKS[mode](reply, text)
                return
            await reply.event(_chunk({"content": word}), split=mode == "split_unicode")
            await asyncio.sleep(0.12 if mode == "drip" else self.pace)
        if mode in BREAKS:  # the reply was shorter than the place of the fault
            await BREAKS[mode](reply, text)
            return
        if mode == "drip":
            await _drip(reply, text)
        finish = "content_filter" if mode == "content_filter" else "stop"
        await reply.event(_chunk({}, finish))
        if self.figures and (body.get("stream_options") or {}).get("include_usage"):
            await reply.event({"choices": [], "usage": usage_of(body, text)})
        await reply.data("[DONE]")

    async def _whole(self, mode: str, body: Body, reply: "_Reply") -> None:
        text = self.model(body)
        message: Body = {"role": "assistant", "content": text}
        finish = "stop"
        if mode == "empty_choices":
            await reply.json(200, {"choices": []})
            return
        if mode in ("stall", "drip"):
            await reply.head(200, "application/json")
            await reply.raw(b'{"choices": [')
            if mode == "drip":
                await reply.forever(b" ", 0.05)
            await reply.until_gone(FOREVER)
            return
        if mode == "content_filter":
            finish = "content_filter"
        elif mode == "refusal":
            message = {"role": "assistant", "content": None, "refusal": "Je ne peux pas."}
        elif mode == "wrong_schema":
            message["content"] = '{"tout": "autre chose"}'
        elif mode == "huge":
            message["content"] = "x" * 6_000_000
        document = {
            "choices": [{"index": 0, "message": message, "finish_reason": finish}],
            "usage": usage_of(body, text),
        }
        raw = json.dumps(document, ensure_ascii=mode != "split_unicode").encode()
        if mode in ("clean_cut", "reset", "malformed_chunk"):
            await reply.head(200, "application/json")
            await reply.raw(raw[: len(raw) // 2])
            if mode == "reset":
                reply.reset()
            return
        await reply.whole(200, raw, "application/json", split=mode == "split_unicode")


STATUS: dict[str, tuple[int, dict[str, str], str]] = {
    "unauthorized": (401, {}, "Incorrect API key"),
    "unknown_model": (404, {}, "The model does not exist"),
    "rate_limited_with_delay": (429, {"Retry-After": "1"}, "Slow down"),
    "rate_limited_for_long": (429, {"Retry-After": "120"}, "Slow down"),
    "rate_limited": (429, {}, "Slow down"),
    "server_error": (500, {}, "Internal error"),
    "overflow": (400, {}, "This model's maximum context length is 8192 tokens"),
}  # fmt: skip


async def _stall(reply: "_Reply", _text: str) -> None:
    await reply.until_gone(FOREVER)


async def _cut(_reply: "_Reply", _text: str) -> None:
    return


async def _reset(reply: "_Reply", _text: str) -> None:
    reply.reset()


async def _malformed(reply: "_Reply", _text: str) -> None:
    await reply.data('{"choices": [{"delta": {"content": "oups')


async def _refusal(reply: "_Reply", _text: str) -> None:
    await reply.event(_chunk({"refusal": "Je ne peux pas."}))
    await reply.event(_chunk({}, "stop"))
    await reply.data("[DONE]")


async def _wrong_schema(reply: "_Reply", _text: str) -> None:
    await reply.event({"choices": [{"delta": {"content": {"texte": "oups"}}}]})


async def _drip(reply: "_Reply", _text: str) -> None:
    while True:
        await reply.event(_chunk({"content": " encore"}))
        await asyncio.sleep(0.12)


BREAKS: dict[str, Callable[["_Reply", str], Any]] = {
    "stall": _stall, "clean_cut": _cut, "reset": _reset, "malformed_chunk": _malformed, "refusal": _refusal,
    "wrong_schema": _wrong_schema,
}  # fmt: skip


class _Reply:
    """Writes one HTTP answer by hand."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def head(self, status: int, kind: str, headers: dict[str, str] | None = None) -> None:
        lines = [f"HTTP/1.1 {status} X", f"Content-Type: {kind}", "Connection: close"]
        lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
        await self.raw(("\r\n".join(lines) + "\r\n\r\n").encode())

    async def whole(
        self, status: int, raw: bytes, kind: str, headers: dict[str, str] | None = None, split: bool = False
    ) -> None:
        await self.head(status, kind, {**(headers or {}), "Content-Length": str(len(raw))})
        await self.raw(raw, split)

    async def json(self, status: int, body: Body, headers: dict[str, str] | None = None) -> None:
        await self.whole(status, json.dumps(body).encode(), "application/json", headers)

    async def event(self, body: Body, split: bool = False) -> None:
        await self.data(json.dumps(body, ensure_ascii=not split), split)

    async def data(self, text: str, split: bool = False) -> None:
        await self.raw(b"data: " + text.encode() + b"\n\n", split)

    async def raw(self, piece: bytes, split: bool = False) -> None:
        if not split:
            self._writer.write(piece)
            await self._writer.drain()
            return
        for at in range(len(piece)):  # one byte at a time: every accent is cut in two
            self._writer.write(piece[at : at + 1])
            await self._writer.drain()
            if piece[at] > 127:
                await asyncio.sleep(0)

    async def forever(self, piece: bytes, pace: float) -> None:
        while True:
            await self.raw(piece)
            await asyncio.sleep(pace)

    async def until_gone(self, seconds: float) -> None:
        async with asyncio.timeout(seconds):
            await self._reader.read()
        raise ConnectionError

    def reset(self) -> None:
        raw = self._writer.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._writer.transport.abort()


def _chunk(delta: Body, finish: str | None = None) -> Body:
    return {
        "id": "x",
        "object": "chat.completion.chunk",
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
    }


def usage_of(body: Body, text: str) -> Body:
    asked = sum(len(message["content"]) for message in body["messages"]) // 4
    return {
        "prompt_tokens": asked,
        "completion_tokens": len(text) // 4 + 1,
        "total_tokens": asked + len(text) // 4 + 1,
        "prompt_tokens_details": {"cached_tokens": asked // 2},
    }


async def _request(reader: asyncio.StreamReader) -> Body | None:
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(
        (
            int(line.split(b":")[1])
            for line in head.split(b"\r\n")
            if line.lower().startswith(b"content-length")
        ),
        0,
    )
    raw = await reader.readexactly(length)
    return json.loads(raw) if raw else None


@asynccontextmanager
async def fake(model: Model, mode: str = "ok", **more: Any) -> AsyncIterator[FakeEndpoint]:
    """A running endpoint."""
    endpoint = FakeEndpoint(model, mode, **more)
    await endpoint.start()
    try:
        yield endpoint
    finally:
        await endpoint.stop()
