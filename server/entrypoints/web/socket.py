"""The interview's socket: JSON text frames, written up in ``docs/socket.md``.

One reader, one writer. A bad frame gets a typed error and the interview goes on.
"""

import asyncio
import json
import logging
from enum import Enum, auto
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from server.domain.errors import BadInput, EntretienError, NotAllowed, NotFound, TooLarge, WrongMoment
from server.domain.interview import fold
from server.domain.public import public
from server.domain.steps import steps_done
from server.entrypoints.web.identity import same_origin
from server.entrypoints.web.services import Services
from server.usecases.content import scenario_of
from server.usecases.ports import Header

log = logging.getLogger(__name__)
MAX_FRAME = 64_000
MAX_ID = 100


class _Phase(Enum):
    WAITING = auto()
    LIVE = auto()
    CLOSED = auto()


class InterviewSocket:
    """One browser looking at one interview."""

    def __init__(self, socket: WebSocket, services: Services, header: Header) -> None:
        self._socket = socket
        self._services = services
        self._header = header
        self._phase = _Phase.WAITING
        self._sent = 0
        self._lock = asyncio.Lock()

    async def run(self) -> None:
        """Serve until the browser leaves."""
        await self._socket.accept()
        with self._services.bus.subscribe(self._header.id) as queue:
            writer = asyncio.create_task(self._forward(queue))
            try:
                await self._read()
            except WebSocketDisconnect:
                self._phase = _Phase.CLOSED
            finally:
                writer.cancel()

    async def _read(self) -> None:
        while True:
            frame = await self._socket.receive()
            if frame["type"] == "websocket.disconnect":
                self._phase = _Phase.CLOSED
                return
            message: dict[str, Any] = {}
            try:
                message = parse_frame(frame)
                await self._handle(message)
            except EntretienError as error:
                await self._refuse(error, message)

    async def _handle(self, message: dict[str, Any]) -> None:
        kind = message["type"]
        if kind == "ping":
            await self._send({"type": "pong"})
        elif kind == "hello":
            await self._hello(message)
        elif kind in ("say", "end"):
            if self._phase is not _Phase.LIVE:
                raise WrongMoment("Envoyez d'abord « hello ».")
            if kind == "say":
                self._start(self._say(*said_of(message)), message)
            else:
                self._start(self._services.desk.end(self._header.id), message)

    async def _hello(self, message: dict[str, Any]) -> None:
        last = message.get("last_seq", 0)
        if not isinstance(last, int) or isinstance(last, bool) or last < 0:
            raise BadInput("« last_seq » doit être un nombre entier positif.")
        epoch = message.get("epoch")
        if epoch and epoch != self._header.epoch:
            last = 0
        seq = await self._replay(last)
        log.info("socket hello interview=%s from=%d to=%d", self._header.id, last, seq)
        self._start(self._services.desk.catch_up(self._header.id), message)

    async def _replay(self, last: int) -> int:
        """Welcome, then every later event once, in order; the live ones follow."""
        async with self._lock:
            engine, header = self._services.engine, self._header
            events = await asyncio.to_thread(engine.store.read, header.id)
            scenario = await asyncio.to_thread(scenario_of, engine, header)
            interview = fold(events, scenario)
            state = "ended" if interview.ended else "open"
            await self._send({"type": "welcome", "epoch": header.epoch, "seq": interview.seq, "state": state})
            steps = steps_done(interview.readings)
            self._sent = max(0, min(last, interview.seq))
            for recorded in events[self._sent :]:
                await self._send(public(recorded, header.mode, steps))
            self._sent = interview.seq
            self._phase = _Phase.LIVE
            return interview.seq

    async def _forward(self, queue: asyncio.Queue[dict[str, Any] | None]) -> None:
        """Live messages, in order, each event once; a gap or an overflow is filled from the log."""
        while True:
            message = await queue.get()
            if self._phase is not _Phase.LIVE:
                continue
            try:
                if message is None or (message["type"] == "event" and message["seq"] > self._sent + 1):
                    await self._replay(self._sent)
                elif message["type"] != "event":
                    async with self._lock:
                        await self._send(message)
                elif message["seq"] > self._sent:
                    async with self._lock:
                        self._sent = message["seq"]
                        await self._send(message)
            except (WebSocketDisconnect, RuntimeError):
                self._phase = _Phase.CLOSED
                return

    async def _say(self, say_id: str, text: str) -> None:
        async def acknowledge(known_id: str, seq: int) -> None:
            await self._send({"type": "ack", "id": known_id, "seq": seq})

        await self._services.desk.say(self._header.id, say_id, text, acknowledge)

    def _start(self, work: Any, message: dict[str, Any]) -> None:
        """Work that outlives the socket: a reply is finished even when the browser leaves."""

        async def run() -> None:
            try:
                await work
            except EntretienError as error:
                await self._refuse(error, message)

        task = asyncio.create_task(run())
        self._services.keep(task)

    async def _refuse(self, error: EntretienError, message: dict[str, Any]) -> None:
        answer: dict[str, Any] = {
            "type": "error", "code": error.code, "message": error.message, "retryable": error.retryable,
        }  # fmt: skip
        if isinstance(message.get("id"), str):
            answer["id"] = message["id"]
        await self._send(answer)

    async def _send(self, message: dict[str, Any]) -> None:
        if self._phase is _Phase.CLOSED:
            return
        try:
            await self._socket.send_text(json.dumps(message, ensure_ascii=False))
        except (WebSocketDisconnect, RuntimeError):
            self._phase = _Phase.CLOSED


def parse_frame(frame: Any) -> dict[str, Any]:
    """A frame as an object with a type. Raises BadInput or TooLarge."""
    text = frame.get("text")
    if text is None:
        raise BadInput("Les messages binaires ne sont pas lus. Envoyez du texte JSON.")
    if len(text) > MAX_FRAME:
        raise TooLarge(f"Ce message dépasse {MAX_FRAME // 1000} ko. Dites-le en plusieurs fois.")
    try:
        message = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise BadInput("Ce message n'est pas du JSON lisible. Vérifiez sa forme.") from error
    if not isinstance(message, dict) or not isinstance(message.get("type"), str):
        raise BadInput("Un message est un objet JSON avec un « type ».")
    return message


def said_of(message: dict[str, Any]) -> tuple[str, str]:
    """The id and text of a ``say``. Raises BadInput."""
    say_id, text = message.get("id"), message.get("text")
    if not isinstance(say_id, str) or not 0 < len(say_id) <= MAX_ID:
        raise BadInput("« say » demande un « id » unique, de 1 à 100 caractères.")
    if not isinstance(text, str):
        raise BadInput("« say » demande un « text ».")
    return say_id, text


async def serve_socket(socket: WebSocket, services: Services, interview_id: str) -> None:
    """Open the socket of one's own interview, or close it with the code that says why."""
    try:
        if not same_origin(socket):
            raise NotAllowed("Cette page n'est pas la nôtre.")
        key = socket.query_params.get("key")
        owner = services.identity.owner_by_key(interview_id, key) if key else None
        owner = owner or services.identity.person(socket).id
        header = await asyncio.to_thread(services.engine.store.header, interview_id)
        if header.owner != owner:
            raise NotFound("Cet entretien n'existe pas, ou il n'est pas à vous.")
    except EntretienError as error:
        await socket.accept()
        await socket.send_text(
            json.dumps({"type": "error", "code": error.code, "message": error.message, "retryable": False})
        )
        await socket.close(error.close_code or 4400, error.code)
        return
    await InterviewSocket(socket, services, header).run()
