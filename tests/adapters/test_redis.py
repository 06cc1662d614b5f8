"""Two processes through a real Redis: each hears the other, one plays at a time, and none needs Redis to be right."""

import asyncio
import time
from collections.abc import Iterator

import pytest

from server.adapters.redis_link import RedisBus, RedisLease
from server.usecases.ports import Mailbox
from tests.machines import NO_REDIS, Redis, find, redis

PATIENCE = 8.0


@pytest.fixture
def cache() -> Iterator[Redis]:
    if find("redis-server") is None:
        pytest.skip(NO_REDIS)
    with redis() as server:
        yield server


async def heard(mailbox: Mailbox, wanted: object) -> None:
    async with asyncio.timeout(PATIENCE):
        while await mailbox.get() != wanted:
            pass


async def test_what_one_says_the_other_hears(cache: Redis) -> None:
    one, two = RedisBus(cache.url, lambda _: {}), RedisBus(cache.url, lambda _: {})
    async with one.running(), two.running():
        with two.subscribe("i1") as there, one.subscribe("i1") as here, two.subscribe("i2") as elsewhere:
            await heard(there, None)
            message = {"type": "client_partial", "turn": 2, "text": "Eh bien"}
            one.publish("i1", message)
            await heard(there, message)
            await heard(here, message)
            one.publish("i1", {"type": "client_typing"})
            await heard(here, {"type": "client_typing"})
            two.publish("i2", {"type": "client_typing"})
            await heard(elsewhere, {"type": "client_typing"})


async def test_nobody_hears_oneself_twice(cache: Redis) -> None:
    bus = RedisBus(cache.url, lambda _: {})
    async with bus.running():
        with bus.subscribe("i1") as mailbox:
            await heard(mailbox, None)
            for number in range(3):
                bus.publish("i1", {"type": "event", "seq": number})
            await asyncio.sleep(0.3)
            got = [await mailbox.get() for _ in range(3)]
            assert got == [{"type": "event", "seq": number} for number in range(3)]
            waiting = asyncio.create_task(mailbox.get())
            await asyncio.sleep(0.2)
            assert not waiting.done()
            waiting.cancel()


async def test_without_redis_the_log_is_watched(cache: Redis) -> None:
    tips = {"i1": 4}
    bus = RedisBus(cache.url, lambda _: dict(tips))
    cache.kill()
    async with bus.running():
        with bus.subscribe("i1") as mailbox:
            await heard(mailbox, None)
            tips["i1"] = 5
            await heard(mailbox, None)
            cache.start()
            await asyncio.sleep(2.5)
            other = RedisBus(cache.url, lambda _: {})
            async with other.running():
                other.publish("i1", {"type": "client_typing"})
                await heard(mailbox, {"type": "client_typing"})


async def test_one_plays_at_a_time(cache: Redis) -> None:
    one, two = RedisLease(cache.url), RedisLease(cache.url)
    order: list[str] = []

    async def play(lease: RedisLease, name: str) -> None:
        async with lease.hold("i1"):
            order.append(f"{name} in")
            await asyncio.sleep(0.2)
            order.append(f"{name} out")

    await asyncio.gather(play(one, "one"), play(two, "two"))
    assert order in (
        ["one in", "one out", "two in", "two out"],
        ["two in", "two out", "one in", "one out"],
    )


async def test_a_dead_owner_lets_go(cache: Redis) -> None:
    one, two = RedisLease(cache.url), RedisLease(cache.url)
    dying = asyncio.Event()

    async def die() -> None:
        async with one.hold("i1"):
            one._client = RedisLease("redis://127.0.0.1:1/0")._client  # its renewals go nowhere any more
            dying.set()
            await asyncio.sleep(30)

    dead = asyncio.create_task(die())
    await dying.wait()
    began = time.perf_counter()
    async with two.hold("i1"):
        waited = time.perf_counter() - began
    assert 0.5 < waited < 4.0
    dead.cancel()
    await asyncio.gather(dead, return_exceptions=True)


async def test_a_long_turn_keeps_its_lease(cache: Redis) -> None:
    one, two = RedisLease(cache.url), RedisLease(cache.url)
    async with one.hold("i1"):
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(4.5), two.hold("i1"):
                pass


async def test_without_redis_nobody_waits(cache: Redis) -> None:
    lease = RedisLease(cache.url)
    cache.kill()
    began = time.perf_counter()
    async with lease.hold("i1"):
        assert time.perf_counter() - began < 2.0
