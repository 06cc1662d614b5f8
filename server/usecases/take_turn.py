"""The life of one utterance: kept and acknowledged first, answered next, never lost, never twice.

Sequential per interview (a lock each); the sequence number expected by the log guards against other processes.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from weakref import WeakValueDictionary

from server.domain.errors import EntretienError, WrongMoment
from server.domain.events import (
    AdvisorSaid,
    ClientSaid,
    Event,
    InterviewEnded,
    MoveChosen,
    Recorded,
    TurnAnalysed,
)
from server.domain.exchange import exchange
from server.domain.input import said_text
from server.domain.interview import Interview, after, fold
from server.domain.public import public
from server.domain.steps import steps_done
from server.domain.transcript import Turn
from server.usecases.content import scenario_of, stage_of
from server.usecases.finish import assess
from server.usecases.ports import Brief, Engine, Header, Utterance

log = logging.getLogger(__name__)
Acknowledge = Callable[[str, int], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class _Open:
    """An interview read from its log, with its header."""

    header: Header
    interview: Interview


class Desk:
    """Plays interviews: one advisor turn at a time for each of them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._tasks: set[asyncio.Task[None]] = set()

    async def say(self, interview_id: str, say_id: str, raw: str, acknowledge: Acknowledge) -> None:
        """Keep an advisor turn, acknowledge it, have the client answer.

        Raises BadInput, TooLarge (nothing kept) or WrongMoment (already ended).
        """
        text = said_text(raw)
        async with self._lock(interview_id):
            opened = await self._read(interview_id)
            known = opened.interview.said.get(say_id)
            if known is not None:
                await acknowledge(say_id, known)
                return
            if opened.interview.owed is not None:
                opened = await self._answer(opened)
            if opened.interview.ended is not None:
                raise WrongMoment(
                    "Cet entretien est terminé. Rejouez-le à partir d'un tour depuis le débrief."
                )
            opened, seq = await self._keep(opened, say_id, text)
            await acknowledge(say_id, seq)
            await self._answer(opened)

    async def end(self, interview_id: str) -> None:
        """The advisor ends the interview. Ending twice is ending once."""
        async with self._lock(interview_id):
            opened = await self._read(interview_id)
            if opened.interview.owed is not None:
                opened = await self._answer(opened)
            if opened.interview.ended is None:
                await self._append(opened, [InterviewEnded(by="advisor", outcome="ended_by_advisor")])
                self._assess_later(interview_id)

    async def catch_up(self, interview_id: str) -> None:
        """Give the client turn that is owed (opening line, or a reply cut by a stop)."""
        async with self._lock(interview_id):
            opened = await self._read(interview_id)
            if opened.interview.owed is not None:
                await self._answer(opened)
            elif opened.interview.ended is not None and opened.interview.assessment is None:
                self._assess_later(interview_id)

    async def recover(self) -> None:
        """On start: finish what a stop left owed."""
        for interview_id in await asyncio.to_thread(self._engine.store.unfinished):
            try:
                await self.catch_up(interview_id)
            except EntretienError as error:
                log.warning("interview %s not recovered: %s", interview_id, error.code)

    async def settle(self) -> None:
        """Wait for the assessments under way."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def _lock(self, interview_id: str) -> asyncio.Lock:
        return self._locks.setdefault(interview_id, asyncio.Lock())

    async def _read(self, interview_id: str) -> _Open:
        def load() -> _Open:
            header = self._engine.store.header(interview_id)
            events = self._engine.store.read(interview_id)
            return _Open(header, fold(events, scenario_of(self._engine, header)))

        return await asyncio.to_thread(load)

    async def _keep(self, opened: _Open, say_id: str, text: str) -> tuple[_Open, int]:
        now, interview = self._engine.clock(), opened.interview
        said = Turn(
            n=interview.next_turn, speaker="advisor", text=text, at=max(0.0, now - interview.opened_at)
        )

        def think() -> list[Event]:
            stage = stage_of(self._engine, opened.header)
            reading, move = exchange(stage, interview.turns, interview.readings, interview.client, said)
            return [
                AdvisorSaid(say_id=say_id, turn=said.n, text=text),
                TurnAnalysed(turn=said.n, reading=reading),
                MoveChosen(turn=move.turn, move=move),
            ]

        opened, recorded = await self._append(opened, await asyncio.to_thread(think))
        return opened, recorded[0].seq

    async def _answer(self, opened: _Open) -> _Open:
        """Say the owed move, then keep it; the ending comes with it."""
        move, interview, header = opened.interview.owed, opened.interview, opened.header
        assert move is not None
        publish = self._engine.bus.publish
        publish(header.id, {"type": "client_typing"})
        scenario = await asyncio.to_thread(scenario_of, self._engine, header)
        seed = interview.opened.seed if interview.opened else 0
        brief = Brief(scenario, move, interview.turns, interview.client.spoken, seed, interview.usage)
        whole = Utterance("")
        async for piece in self._engine.voice.speak(brief):
            whole = piece
            if not piece.last:
                publish(
                    header.id, {"type": "client_partial", "turn": interview.next_turn, "text": piece.text}
                )
        said = ClientSaid(
            turn=interview.next_turn,
            text=whole.text,
            lines=whole.marks,
            voice=whole.voice or self._engine.voice.name,
            fault=whole.fault,
            model=whole.model,
            prompt=whole.prompt,
            caught=whole.caught,
            usage=whole.usage,
        )
        events: list[Event] = [said]
        if move.ended is not None:
            events.append(InterviewEnded(by="client", outcome=move.ended))
        opened, _ = await self._append(opened, events)
        if move.ended is not None:
            self._assess_later(header.id)
        return opened

    async def _append(self, opened: _Open, events: list[Event]) -> tuple[_Open, list[Recorded]]:
        interview, header = opened.interview, opened.header
        recorded = await asyncio.to_thread(
            self._engine.store.append, header.id, interview.seq, self._engine.clock(), events
        )
        for item in recorded:
            interview = after(interview, item)
            steps = steps_done(interview.readings)
            self._engine.bus.publish(header.id, public(item, header.mode, steps))
        return _Open(header, interview), recorded

    def _assess_later(self, interview_id: str) -> None:
        async def run() -> None:
            recorded = await asyncio.to_thread(assess, self._engine, interview_id)
            header = await asyncio.to_thread(self._engine.store.header, interview_id)
            for item in recorded:
                self._engine.bus.publish(interview_id, public(item, header.mode))

        task = asyncio.get_running_loop().create_task(run())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def record(self, interview_id: str, events: list[Event]) -> None:
        """Append a fact that is not a turn (client record, hint), in its place among the turns."""
        async with self._lock(interview_id):
            opened = await self._read(interview_id)
            opened, _ = await self._append(opened, events)
            if opened.interview.ended is not None and opened.interview.assessment is not None:
                self._assess_later(interview_id)
