"""Several processes, one conversation: live messages pass through Redis, and one process at a time plays.

Redis holds nothing that matters. Without it the log is still the truth: readers are told to look at it every
second, and two processes that play the same interview are told apart by its sequence numbers.
"""

import asyncio
import json
import logging
import secrets
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager

from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.exceptions import RedisError

from server.adapters.bus import MemoryBus
from server.adapters.mailbox import Mailbox
from server.usecases.ports import Message

log = logging.getLogger(__name__)
CHANNEL = "entretien:live:"
OWNER = "entretien:owner:"
KEEP_OPEN = "entretien:live"
SECONDS = 1.0
LEASE_MILLISECONDS = 3_000
RENEW_SECONDS = 1.0
ASK_SECONDS = 0.05
OUTBOX = 2_000
RELEASE = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0"
RENEW = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('pexpire', KEYS[1], ARGV[2]) end return 0"
FAULTS = (RedisError, OSError, TimeoutError)
Tips = Callable[[Sequence[str]], dict[str, int]]


@contextmanager
def _redis_may_be_away(told: bool = False) -> Iterator[None]:
    """Redis away is no fault of ours. Its client may swallow a cancellation: here it is given back."""
    try:
        yield
    except FAULTS as error:
        if told and not _leaving():
            log.warning("redis: away (%s), reading the log instead", type(error).__name__)
    if _leaving():
        raise asyncio.CancelledError


def _leaving() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def connect(url: str) -> "Redis":
    """A client that gives up fast: a turn never waits long for Redis."""
    return Redis.from_url(url, socket_timeout=SECONDS, socket_connect_timeout=SECONDS, decode_responses=True)


class RedisBus:
    """The in-process bus, carried to the other processes. ``tips`` reads where the logs are."""

    def __init__(self, url: str, tips: Tips) -> None:
        self._url = url
        self._tips = tips
        self._local = MemoryBus()
        self._me = secrets.token_hex(8)
        self._outbox: deque[tuple[str, Message | None]] = deque(maxlen=OUTBOX)
        self._something = asyncio.Event()
        self._changed = asyncio.Event()
        self._seen: dict[str, int] = {}

    def publish(self, interview_id: str, message: Message | None) -> None:
        """To the readers of this process at once, to the others as soon as Redis takes it."""
        self._local.publish(interview_id, message)
        self._outbox.append((interview_id, message))
        self._something.set()

    @contextmanager
    def subscribe(self, interview_id: str) -> Iterator[Mailbox]:
        """Messages published anywhere while inside the block."""
        with self._local.subscribe(interview_id) as mailbox:
            self._changed.set()
            try:
                yield mailbox
            finally:
                self._changed.set()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Three loops: what goes out, what comes in, and the look at the log."""
        loops = [asyncio.create_task(loop) for loop in (self._send(), self._listen(), self._watch())]
        try:
            yield
        finally:
            for loop in loops:
                loop.cancel()
            await asyncio.wait(loops)

    async def _send(self) -> None:
        client = connect(self._url)
        while True:
            await self._something.wait()
            self._something.clear()
            batch = [self._outbox.popleft() for _ in range(len(self._outbox))]
            with _redis_may_be_away():  # the log has it; readers elsewhere look there meanwhile
                pipe = client.pipeline(transaction=False)
                for interview_id, message in batch:
                    pipe.publish(CHANNEL + interview_id, json.dumps([self._me, message]))
                await pipe.execute()

    async def _listen(self) -> None:
        """Follow the interviews looked at here, again and again when Redis comes and goes."""
        while True:
            client = connect(self._url)
            with _redis_may_be_away(told=True):
                async with client.pubsub() as pubsub:
                    await pubsub.subscribe(KEEP_OPEN)
                    log.info("redis: listening")
                    await self._follow(pubsub)
            with _redis_may_be_away():
                await client.aclose()
            await asyncio.sleep(SECONDS)

    async def _follow(self, pubsub: PubSub) -> None:
        followed: set[str] = set()
        self._changed.set()
        while True:
            if self._changed.is_set():
                self._changed.clear()
                followed = await self._adjust(pubsub, followed)
            message = await pubsub.get_message(timeout=ASK_SECONDS)
            if message is None:
                continue
            interview_id = str(message["channel"]).removeprefix(CHANNEL)
            if message["type"] == "subscribe":
                self._local.publish(interview_id, None)  # what passed before we listened is in the log
            elif message["type"] == "message":
                sender, content = json.loads(message["data"])
                if sender != self._me:
                    self._local.publish(interview_id, content)

    async def _adjust(self, pubsub: PubSub, followed: set[str]) -> set[str]:
        wanted = set(self._local.watched)
        if wanted - followed:
            await pubsub.subscribe(*(CHANNEL + name for name in wanted - followed))
        if followed - wanted:
            await pubsub.unsubscribe(*(CHANNEL + name for name in followed - wanted))
        return wanted

    async def _watch(self) -> None:
        """Readers of a log that moved without a word of it are told to read it."""
        while True:
            await asyncio.sleep(SECONDS)
            watched = self._local.watched
            if not watched:
                self._seen = {}
                continue
            try:
                tips = await asyncio.to_thread(self._tips, watched)
            except Exception as error:
                log.warning("log not read: %s", type(error).__name__)
                continue
            for interview_id, seq in tips.items():
                if self._seen.get(interview_id, 0) < seq:
                    self._local.publish(interview_id, None)
            self._seen = tips


class RedisLease:
    """Ownership of an interview: a key that its owner renews and that a dead owner lets go within three seconds."""

    def __init__(self, url: str) -> None:
        self._client = connect(url)

    @asynccontextmanager
    async def hold(self, interview_id: str) -> AsyncIterator[None]:
        """Wait for one's turn, keep it, give it back. With Redis away: no wait, the log decides."""
        key, me = OWNER + interview_id, secrets.token_hex(8)
        held = await self._take(key, me)
        renewing = asyncio.create_task(self._renew(key, me)) if held else None
        try:
            yield
        finally:
            if renewing is not None:
                renewing.cancel()
                with _redis_may_be_away():
                    await self._client.eval(RELEASE, 1, key, me)

    async def _take(self, key: str, me: str) -> bool:
        held = False
        with _redis_may_be_away():
            while not held:
                held = bool(await self._client.set(key, me, nx=True, px=LEASE_MILLISECONDS))
                if not held:
                    await asyncio.sleep(ASK_SECONDS)
        return held

    async def _renew(self, key: str, me: str) -> None:
        while True:
            await asyncio.sleep(RENEW_SECONDS)
            with _redis_may_be_away():
                await self._client.eval(RENEW, 1, key, me, str(LEASE_MILLISECONDS))
