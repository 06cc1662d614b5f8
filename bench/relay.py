"""A bare relay, to compare: FastAPI, SQLite, the model's lines parsed by hand. Sixty lines, no promise kept."""

import asyncio
import json
import os
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
from fastapi import FastAPI, WebSocket, WebSocketDisconnect

DONE = "[DONE]"
QUESTION = {"role": "user", "content": ""}


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """One client of the endpoint, one table."""
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=0)
    app.state.client = httpx.AsyncClient(limits=limits, timeout=60)
    app.state.database = sqlite3.connect(os.environ["RELAY_DATABASE"], check_same_thread=False)
    app.state.database.execute("PRAGMA journal_mode=WAL")
    app.state.database.execute("CREATE TABLE said (interview TEXT, role TEXT, text TEXT)")
    app.state.writing = asyncio.Lock()
    yield
    await app.state.client.aclose()


app = FastAPI(lifespan=lifespan)


async def keep(interview: str, role: str, text: str) -> None:
    """One row, one commit."""

    def write() -> None:
        with app.state.database as database:
            database.execute("INSERT INTO said VALUES (?, ?, ?)", (interview, role, text))

    async with app.state.writing:
        await asyncio.to_thread(write)


async def pieces(said: str) -> AsyncIterator[str]:
    """The model's words as they come."""
    body = {"model": "bench", "stream": True, "messages": [QUESTION | {"content": said}]}
    url = os.environ["RELAY_LLM"] + "/chat/completions"
    async with app.state.client.stream("POST", url, json=body) as answer:
        async for line in answer.aiter_lines():
            if line.startswith("data: ") and line[6:] != DONE:
                yield json.loads(line[6:])["choices"][0]["delta"].get("content") or ""


@app.websocket("/ws/{interview}")
async def talk(socket: WebSocket, interview: str) -> None:
    """Say, keep, ask, forward sentence by sentence, keep."""
    await socket.accept()
    try:
        while True:
            said: dict[str, Any] = await socket.receive_json()
            await keep(interview, "advisor", said["text"])
            await socket.send_json({"type": "ack", "id": said["id"]})
            text = ""
            async for piece in pieces(said["text"]):
                text += piece
                if piece.endswith("."):
                    await socket.send_json({"type": "client_partial", "text": text})
            await keep(interview, "client", text)
            await socket.send_json({"type": "event", "kind": "client_said", "data": {"text": text}})
    except WebSocketDisconnect:
        return
