"""The life of one utterance: kept and acknowledged first, answered next, never lost, never twice.

Sequential per interview: a lock in this process, a lease between processes. The sequence number expected by the
log is what guarantees it; whoever comes second reads the log again and goes on from there.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from weakref import WeakValueDictionary

from server.domain.errors import Conflict, EntretienError, WrongMoment
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
from server.domain.interview import Interview, after
from server.domain.public import public
from server.domain.steps import steps_done
from server.domain.transcript import Turn
from server.usecases.content import scenario_of, stage_of
from server.usecases.finish import assess
from server.usecases.live import LiveInterviews, Open
from server.usecases.ports import Brief, Engine, Lease, Utterance

log = logging.getLogger(__name__)
TRIES = 5
RECOVERED_AT_ONCE = 4
RECOVERY_SECONDS = 30.0
Acknowledge = Callable[[str, int], Awaitable[None]]


class Desk:
    """Plays interviews: one advisor turn at a time for each of them."""

    def __init__(
        self, engine: Engine, lease: Lease | None = None, live: LiveInterviews | None = None
    ) -> None:
        self._engine = engine
        self._lease = lease
        self._live = live or LiveInterviews(engine, time.monotonic)
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._assessing: dict[str, asyncio.Task[None]] = {}
        # Analysis is pure computing: two at once take as long, and make everyone who streams wait for the processor.
        self._thinking = asyncio.Semaphore(1)
        self._judging = asyncio.Semaphore(1)

    async def say(self, interview_id: str, say_id: str, raw: str, acknowledge: Acknowledge) -> None:
        """Keep an advisor turn, acknowledge it, have the client answer.

        Raises BadInput, TooLarge (nothing kept) or WrongMoment (already ended).
        """
        text = said_text(raw)

        async def play(opened: Open) -> None:
            seq = opened.interview.said.get(say_id)
            if seq is None:
                if opened.interview.owed is not None:
                    opened = await self._answer(opened)
                if opened.interview.ended is not None:
                    raise WrongMoment(
                        "Cet entretien est terminé. Rejouez-le à partir d'un tour depuis le débrief."
                    )
                opened, seq = await self._keep(opened, say_id, text)
            await acknowledge(say_id, seq)
            if opened.interview.owed is not None:
                await self._answer(opened)

        await self._alone(interview_id, play)

    async def end(self, interview_id: str) -> None:
        """The advisor ends the interview. Ending twice is ending once."""

        async def play(opened: Open) -> None:
            if opened.interview.owed is not None:
                opened = await self._answer(opened)
            if opened.interview.ended is None:
                await self._append(opened, [InterviewEnded(by="advisor", outcome="ended_by_advisor")])
                self._assess_later(interview_id)

        await self._alone(interview_id, play)

    async def catch_up(self, interview_id: str) -> None:
        """Give the client turn that is owed (opening line, or a reply cut by a stop)."""

        async def play(opened: Open) -> None:
            if opened.interview.owed is not None:
                await self._answer(opened)
            elif opened.interview.ended is not None and opened.interview.assessment is None:
                self._assess_later(interview_id)

        await self._alone(interview_id, play)

    async def record(self, interview_id: str, events: list[Event]) -> None:
        """Append a fact that is not a turn (client record, hint), in its place among the turns."""

        async def play(opened: Open) -> None:
            opened, _ = await self._append(opened, events)
            if opened.interview.ended is not None and opened.interview.assessment is not None:
                self._assess_later(interview_id)

        await self._alone(interview_id, play)

    async def look(self, interview_id: str) -> Interview:
        """The interview as it is now, without waiting for what is being played."""
        return (await asyncio.to_thread(self._live.read, interview_id)).interview

    async def recover(self) -> None:
        """Finish what a stop, here or elsewhere, left owed; a few interviews at a time."""
        room = asyncio.Semaphore(RECOVERED_AT_ONCE)

        async def finish(interview_id: str) -> None:
            async with room:
                try:
                    await self.catch_up(interview_id)
                except EntretienError as error:
                    log.warning("interview %s not recovered: %s", interview_id, error.code)
                except Exception:
                    log.exception("interview %s not recovered", interview_id)

        try:
            owing = await asyncio.to_thread(self._engine.store.owing)
        except EntretienError as error:
            log.warning("nothing recovered: %s", error.code)
            return
        await asyncio.gather(*map(finish, owing))

    async def keep_promises(self) -> None:
        """For as long as the server runs: what is owed is finished, whoever was to finish it."""
        while True:
            await self.recover()
            await asyncio.sleep(RECOVERY_SECONDS)

    async def settle(self) -> None:
        """Wait for the assessments under way."""
        while self._assessing:
            await asyncio.gather(*self._assessing.values(), return_exceptions=True)

    async def _alone(self, interview_id: str, play: Callable[[Open], Awaitable[None]]) -> None:
        """Play from what the log says now, and again from there when another writer came first."""
        lease = self._lease.hold(interview_id) if self._lease else nullcontext()
        async with self._locks.setdefault(interview_id, asyncio.Lock()), lease:
            for tries_left in reversed(range(TRIES)):
                opened = await asyncio.to_thread(self._live.read, interview_id)
                try:
                    await play(opened)
                    return
                except Conflict:
                    if not tries_left:
                        raise

    async def _keep(self, opened: Open, say_id: str, text: str) -> tuple[Open, int]:
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

        async with self._thinking:
            thought = await asyncio.to_thread(think)
        opened, recorded = await self._append(opened, thought)
        return opened, recorded[0].seq

    async def _answer(self, opened: Open) -> Open:
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

    async def _append(self, opened: Open, events: list[Event]) -> tuple[Open, list[Recorded]]:
        """To the log first, then to everyone who looks. A clock that goes back does not take the log with it."""
        interview, header = opened.interview, opened.header
        at = max(self._engine.clock(), interview.at)
        try:
            recorded = await asyncio.to_thread(
                self._engine.store.append, header.id, interview.seq, at, events
            )
        except (EntretienError, asyncio.CancelledError):
            # It may have been written all the same: whoever looks reads the log again.
            self._live.forget(header.id)
            self._engine.bus.publish(header.id, None)
            raise
        for item in recorded:
            interview = after(interview, item)
            steps = steps_done(interview.readings)
            self._engine.bus.publish(header.id, public(item, header.mode, steps))
        opened = Open(header, interview)
        self._live.keep(opened)
        return opened, recorded

    def forget(self, interview_id: str) -> None:
        """Nothing of an erased interview stays in memory."""
        self._live.forget(interview_id)

    def _assess_later(self, interview_id: str) -> None:
        if interview_id in self._assessing:
            return

        async def run() -> None:
            try:
                while await self._assess(interview_id):
                    pass
            except EntretienError as error:
                log.warning("interview %s not assessed: %s", interview_id, error.code)
            finally:
                del self._assessing[interview_id]

        self._assessing[interview_id] = asyncio.get_running_loop().create_task(run())

    async def _assess(self, interview_id: str) -> bool:
        """Whether it has to be done again: a record came after what was read."""
        async with self._judging:
            recorded = await asyncio.to_thread(assess, self._engine, interview_id)
        header = await asyncio.to_thread(self._engine.store.header, interview_id)
        for item in recorded:
            self._engine.bus.publish(interview_id, public(item, header.mode))
        return any(item.event.kind == "assessment_ready" for item in recorded) and not header.assessed
