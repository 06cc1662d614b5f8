"""A mailbox is bounded: the slow reader reads the log again, and the newest partial is the only one."""

import asyncio

from server.adapters.bus import MemoryBus
from server.adapters.mailbox import Mailbox
from server.usecases.ports import Message


def event(seq: int) -> Message:
    return {"type": "event", "seq": seq}


async def test_in_order() -> None:
    mailbox = Mailbox()
    for seq in range(3):
        mailbox.push(event(seq))
    assert [await mailbox.get() for _ in range(3)] == [event(0), event(1), event(2)]


async def test_a_reader_waits_for_the_next_one() -> None:
    mailbox = Mailbox()
    reading = asyncio.create_task(mailbox.get())
    await asyncio.sleep(0)
    mailbox.push(event(1))
    assert await reading == event(1)


async def test_too_many_become_read_the_log_again() -> None:
    mailbox = Mailbox(limit=4)
    for seq in range(5):
        mailbox.push(event(seq))
    mailbox.push(event(5))
    assert await mailbox.get() is None
    assert await mailbox.get() == event(5)


async def test_only_the_newest_partial_waits() -> None:
    mailbox = Mailbox()
    for text in ("a", "ab", "abc"):
        mailbox.push({"type": "client_partial", "turn": 2, "text": text})
    mailbox.push(event(1))
    assert (await mailbox.get() or {})["text"] == "abc"
    assert await mailbox.get() == event(1)


async def test_a_cancelled_reader_loses_nothing() -> None:
    mailbox = Mailbox()
    reading = asyncio.create_task(mailbox.get())
    await asyncio.sleep(0)
    reading.cancel()
    await asyncio.gather(reading, return_exceptions=True)
    mailbox.push(event(1))
    assert await mailbox.get() == event(1)


async def test_one_full_mailbox_does_not_hold_the_others() -> None:
    bus = MemoryBus()
    with bus.subscribe("i1") as stuck, bus.subscribe("i1") as reading, bus.subscribe("i2") as elsewhere:
        for seq in range(2_000):
            bus.publish("i1", event(seq))
            assert await reading.get() == event(seq)
        assert await stuck.get() is None or True
        waiting = asyncio.create_task(elsewhere.get())
        await asyncio.sleep(0)
        assert not waiting.done()
        waiting.cancel()
    assert bus.watched == []
