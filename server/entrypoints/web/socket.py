"""The interview's socket: JSON text frames, written up in ``docs/socket.md``.

A bad frame gets a typed error and the interview goes on.
"""

import asyncio
import json
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from server.domain.errors import (
    BadInput,
    EntretienError,
    NotAllowed,
    NotFound,
    TooLarge,
    Unavailable,
    WrongMoment,
)
from server.domain.public import public
from server.domain.steps import steps_done
from server.entrypoints.web.identity import same_origin
from server.entrypoints.web.services import Services
from server.usecases.ports import Header, Mailbox, Message

log = logging.getLogger(__name__)
MAX_FRAME = 64_000
MAX_ID = 100
JOBS_AT_ONCE = 16
RETRY_SECONDS = 1.0
Job = Callable[[], Awaitable[None]]


class InterviewSocket:
    """One browser looking at one interview.

    The reader takes frames in and stops reading when too much is asked at once. The writer alone sends: what the
    bus, the acks and the errors bring waits in one bounded mailbox, so nothing here waits for a slow browser.
    """

    __slots__ = ("_asked", "_header", "_jobs", "_live", "_mailbox", "_room", "_sent", "_services", "_socket")

    def __init__(self, socket: WebSocket, services: Services, header: Header, mailbox: Mailbox) -> None:
        self._socket = socket
        self._services = services
        self._header = header
        self._mailbox = mailbox
        self._live = False
        self._asked: int | None = None
        self._sent = 0
        self._jobs: deque[tuple[Job, Message]] = deque()
        self._room: asyncio.Semaphore | None = None

    async def run(self) -> None:
        """Serve until the browser leaves."""
        writer = asyncio.create_task(self._write())
        try:
            await self._read()
        except WebSocketDisconnect:
            pass
        finally:
            writer.cancel()
            await asyncio.wait([writer])

    async def _read(self) -> None:
        while True:
            frame = await self._socket.receive()
            if frame["type"] == "websocket.disconnect":
                return
            message: Message = {}
            try:
                message = parse_frame(frame)
                await self._handle(message)
            except EntretienError as error:
                self._refuse(error, message)

    async def _handle(self, message: Message) -> None:
        kind, desk, interview = message["type"], self._services.desk, self._header.id
        if kind == "ping":
            self._mailbox.push({"type": "pong"})
        elif kind == "hello":
            self._asked = self._known(message)
            self._live = True
            self._mailbox.push(None)
            await self._do(lambda: desk.catch_up(interview), message)
        elif kind in ("say", "end"):
            if not self._live:
                raise WrongMoment("Envoyez d'abord « hello ».")
            if kind == "say":
                say_id, text = said_of(message)
                await self._do(lambda: desk.say(interview, say_id, text, self._acknowledge), message)
            else:
                await self._do(lambda: desk.end(interview), message)

    def _known(self, message: Message) -> int:
        """The last event this browser has. Raises BadInput."""
        last = message.get("last_seq", 0)
        if not isinstance(last, int) or isinstance(last, bool) or last < 0:
            raise BadInput("« last_seq » doit être un nombre entier positif.")
        epoch = message.get("epoch")
        return 0 if epoch and epoch != self._header.epoch else last

    async def _do(self, job: Job, message: Message) -> None:
        """Hand over work that outlives the socket; wait here, and read no further, when there is too much."""
        if self._room is None:
            self._room = asyncio.Semaphore(JOBS_AT_ONCE)
        await self._room.acquire()
        self._jobs.append((job, message))
        if len(self._jobs) == 1:
            self._services.keep(asyncio.create_task(self._work(self._room)))

    async def _work(self, room: asyncio.Semaphore) -> None:
        """One job after the other; a reply is finished even when the browser has left."""
        while self._jobs:
            job, message = self._jobs[0]
            try:
                await job()
            except EntretienError as error:
                self._refuse(error, message)
            except Exception:
                log.exception("interview %s: %s failed", self._header.id, message["type"])
                self._refuse(
                    Unavailable("Une panne a interrompu ce tour. Nouvel essai dans un instant."), message
                )
            finally:
                self._jobs.popleft()
                room.release()

    async def _write(self) -> None:
        """Everything that is sent, in order, each event once; a gap or an overflow is filled from the log."""
        while True:
            message = await self._mailbox.get()
            try:
                await self._deliver(message)
            except EntretienError as error:
                self._refuse(error, {})
                await asyncio.sleep(RETRY_SECONDS)
                self._mailbox.push(None)
            except (WebSocketDisconnect, RuntimeError):
                return

    async def _deliver(self, message: Message | None) -> None:
        if message is None:
            await self._replay()
        elif message["type"] != "event":
            if self._live or message["type"] in ("error", "pong"):
                await self._send(message)
        elif self._live and self._asked is None:
            if message["seq"] > self._sent + 1:
                await self._replay()
            elif message["seq"] == self._sent + 1:
                await self._send(message)
                self._sent = message["seq"]

    async def _replay(self) -> None:
        """Welcome who said hello, then every later event once, in order; the live ones follow."""
        if not self._live:
            return
        header, store = self._header, self._services.engine.store
        asked = self._asked
        interview = await self._services.desk.look(header.id)
        last = self._sent if asked is None else min(asked, interview.seq)
        later = await asyncio.to_thread(store.read, header.id, last) if last < interview.seq else []
        if asked is not None:
            self._asked = None
            state = "ended" if interview.ended else "open"
            seq = max([interview.seq, *(recorded.seq for recorded in later)])
            log.info("socket hello interview=%s from=%d to=%d", header.id, last, seq)
            await self._send({"type": "welcome", "epoch": header.epoch, "seq": seq, "state": state})
            self._sent = last
        steps = steps_done(interview.readings)
        for recorded in later:
            await self._send(public(recorded, header.mode, steps))
            self._sent = recorded.seq

    async def _acknowledge(self, say_id: str, seq: int) -> None:
        self._mailbox.push({"type": "ack", "id": say_id, "seq": seq})

    def _refuse(self, error: EntretienError, message: Message) -> None:
        answer: Message = {
            "type": "error", "code": error.code, "message": error.message, "retryable": error.retryable,
        }  # fmt: skip
        if isinstance(message.get("id"), str):
            answer["id"] = message["id"]
        self._mailbox.push(answer)

    async def _send(self, message: Message) -> None:
        await self._socket.send_text(json.dumps(message, ensure_ascii=False))


def parse_frame(frame: Any) -> Message:
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


def said_of(message: Message) -> tuple[str, str]:
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
    await socket.accept()
    with services.bus.subscribe(header.id) as mailbox:
        await InterviewSocket(socket, services, header, mailbox).run()
