"""What arrives from an endpoint, not only what is thrown: whole, or a typed fault in time."""

import asyncio
import time
from collections.abc import Callable
from contextlib import aclosing
from typing import Any, Literal

import pytest
from pydantic import ConfigDict

from server.adapters.llm.config import Limits
from server.adapters.llm.meter import Meter
from server.domain.llm import faults
from server.domain.llm.prompt import Ask, Message
from server.domain.llm.usage import Usage
from server.domain.model import Model
from tests.llm.conftest import SHORT, WAITING, Bench
from tests.llm.fake import FAULTS

LATE = 2.0  # seconds after the deadline by which a fault must be told
TEXT = "Été à Nîmes, déjà réglé : « ça va », merci bien, à bientôt."
ASK = Ask((Message("system", "Tu joues."), Message("user", "Bonjour")), max_tokens=300)
EXPECTED: dict[str, tuple[type[faults.ModelFault], ...]] = {
    "refused": (faults.Unreachable,),
    "outage": (faults.Unreachable,),
    "unauthorized": (faults.KeyRefused,),
    "unknown_model": (faults.ModelUnknown,),
    "rate_limited_with_delay": (faults.RateLimited,),
    "rate_limited_for_long": (faults.RateLimited,),
    "rate_limited": (faults.RateLimited,),
    "server_error": (faults.ServerFailed,),
    "overflow": (faults.ContextOverflow,),
    "silent": (faults.FirstTokenLate,),
    "stall": (faults.Stalled,),
    "drip": (faults.TooSlow, faults.TooLong),
    "clean_cut": (faults.Cut,),
    "reset": (faults.Cut, faults.Unreachable),
    "malformed_chunk": (faults.Unreadable,),
    "html": (faults.Unreadable,),
    "empty_choices": (faults.Empty,),
    "content_filter": (faults.Filtered,),
    "refusal": (faults.Refused,),
    "wrong_schema": (faults.Unreadable,),
    "huge": (faults.TooLong,),
}
WHOLE = EXPECTED | {
    "stall": (faults.TooSlow,),
    "silent": (faults.TooSlow,),
    "drip": (faults.TooSlow,),
    "clean_cut": (faults.Unreadable,),
    "reset": (faults.Unreachable,),
    "wrong_schema": (faults.WrongSchema,),
}


class Verdict(Model):
    """What a judge might answer."""

    model_config = ConfigDict(extra="forbid")

    shown: bool
    quote: Literal["oui", "non"]


def say(_body: dict[str, Any]) -> str:
    return TEXT


def verdict(_body: dict[str, Any]) -> str:
    return '{"shown": true, "quote": "oui"}'


async def collect(bench: Bench, meter: Meter | None = None) -> str:
    said = ""
    async with aclosing(bench.endpoint.stream(ASK, meter or Meter(SHORT))) as pieces:
        async for piece in pieces:
            said += piece
    return said


@pytest.mark.parametrize("mode", ["ok", "split_unicode"])
async def test_a_whole_answer_comes_whole_with_its_figures(on_fake: Callable[..., Any], mode: str) -> None:
    async with on_fake(say, mode) as bench:
        meter = Meter(SHORT)
        assert await collect(bench, meter) == TEXT
        assert meter.usage.calls == 1
        assert meter.usage.prompt_tokens > 0
        assert meter.usage.cached_tokens > 0
        assert not meter.usage.estimated
        assert len(meter.usage.first_token_ms) == 1


async def test_tokens_are_estimated_when_the_endpoint_gives_none(on_fake: Callable[..., Any]) -> None:
    async with on_fake(say, figures=False) as bench:
        meter = Meter(SHORT)
        await collect(bench, meter)
        assert meter.usage.estimated
        assert meter.usage.completion_tokens == round(len(TEXT) / 3.5)


@pytest.mark.parametrize("mode", EXPECTED)
async def test_every_fault_of_a_stream_is_told_in_time(on_fake: Callable[..., Any], mode: str) -> None:
    async with on_fake(say, mode) as bench:
        began = time.monotonic()
        with pytest.raises(EXPECTED[mode]) as caught:
            await collect(bench)
        assert time.monotonic() - began < SHORT.total + LATE
        assert caught.value.message
        assert len(bench.fake.requests) <= 1 + SHORT.retries


@pytest.mark.parametrize("mode", WHOLE)
async def test_every_fault_of_a_whole_answer_is_told_in_time(on_fake: Callable[..., Any], mode: str) -> None:
    async with on_fake(verdict, mode, SHORT if mode in WAITING else None) as bench:
        began = time.monotonic()
        with pytest.raises(WHOLE[mode]):
            await bench.endpoint.structured(ASK, Verdict, Meter(SHORT))
        assert time.monotonic() - began < SHORT.total + LATE


async def test_a_whole_answer_has_the_structure_asked_for(on_fake: Callable[..., Any]) -> None:
    async with on_fake(verdict) as bench:
        found = await bench.endpoint.structured(ASK, Verdict, Meter(SHORT))
        assert found == Verdict(shown=True, quote="oui")
        sent = bench.fake.requests[0]["response_format"]["json_schema"]
        assert sent["strict"] is True
        assert sent["schema"]["additionalProperties"] is False


def test_every_fault_of_the_issue_is_tried() -> None:
    assert set(FAULTS) - set(EXPECTED) == {"split_unicode", "storm"}


async def test_a_closed_port_is_unreachable(on_fake: Callable[..., Any]) -> None:
    async with on_fake(say) as bench:
        await bench.fake.stop()
        with pytest.raises(faults.Unreachable):
            await collect(bench)


async def test_retry_after_is_honoured_within_the_deadline(on_fake: Callable[..., Any]) -> None:
    limits = Limits(first_token=3, idle=1, total=4)
    async with on_fake(say, "rate_limited_with_delay", limits) as bench:

        async def recover() -> None:
            while not bench.fake.requests:
                await asyncio.sleep(0.01)
            await asyncio.sleep(0.1)
            bench.fake.mode = "ok"

        began = time.monotonic()
        said, _ = await asyncio.gather(collect(bench), recover())
        assert said == TEXT
        assert time.monotonic() - began >= 1.0
        assert len(bench.fake.requests) == 2


async def test_a_wait_longer_than_the_deadline_is_not_waited_for(on_fake: Callable[..., Any]) -> None:
    async with on_fake(say, "rate_limited_for_long") as bench:
        began = time.monotonic()
        with pytest.raises(faults.RateLimited):
            await collect(bench)
        assert time.monotonic() - began < 0.4
        assert len(bench.fake.requests) == 1


async def test_nothing_is_asked_again_once_a_word_was_said(on_fake: Callable[..., Any]) -> None:
    async with on_fake(say, "reset") as bench:
        with pytest.raises(faults.ModelFault):
            await collect(bench)
        assert len(bench.fake.requests) <= 2
    async with on_fake(say, "clean_cut") as bench:
        with pytest.raises(faults.Cut):
            await collect(bench)
        assert len(bench.fake.requests) == 1


async def test_giving_up_closes_the_connection(on_fake: Callable[..., Any]) -> None:
    async with on_fake(lambda _b: "mot " * 2000, pace=0.01) as bench:
        async with aclosing(bench.endpoint.stream(ASK, Meter(SHORT))) as pieces:
            async for _ in pieces:
                break
        for _ in range(100):
            if not bench.fake.open_now:
                break
            await asyncio.sleep(0.02)
        assert bench.fake.open_now == 0
        assert not bench.endpoint.circuit.troubled


async def test_a_cancelled_task_closes_the_connection(on_fake: Callable[..., Any]) -> None:
    async with on_fake(say, "silent") as bench:
        task = asyncio.create_task(collect(bench))
        while not bench.fake.requests:
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        for _ in range(100):
            if not bench.fake.open_now:
                break
            await asyncio.sleep(0.02)
        assert bench.fake.open_now == 0


async def test_the_budget_of_an_interview_stops_its_calls(on_fake: Callable[..., Any]) -> None:
    async with on_fake(say) as bench:
        with pytest.raises(faults.BudgetSpent):
            await collect(bench, Meter(SHORT, Usage(calls=SHORT.calls)))
        with pytest.raises(faults.BudgetSpent):
            await collect(bench, Meter(SHORT, Usage(prompt_tokens=SHORT.tokens)))
        assert bench.fake.requests == []


async def test_the_circuit_pauses_then_tries_once_and_comes_back(on_fake: Callable[..., Any]) -> None:
    async with on_fake(say, "server_error") as bench:
        for _ in range(SHORT.failures):
            with pytest.raises(faults.ModelFault):
                await collect(bench)
        asked = len(bench.fake.requests)
        for _ in range(10):
            with pytest.raises(faults.Paused):
                await collect(bench)
        assert len(bench.fake.requests) == asked
        await asyncio.sleep(SHORT.pause + 0.05)
        answers = await asyncio.gather(*(collect(bench) for _ in range(5)), return_exceptions=True)
        assert len(bench.fake.requests) == asked + 1
        assert sum(isinstance(answer, faults.Paused) for answer in answers) == 4
        bench.fake.mode = "ok"
        await asyncio.sleep(SHORT.pause * 2 + 0.1)
        assert await collect(bench) == TEXT
        assert await collect(bench) == TEXT


async def test_a_fault_of_the_content_does_not_pause_the_endpoint(on_fake: Callable[..., Any]) -> None:
    async with on_fake(say, "content_filter") as bench:
        for _ in range(6):
            with pytest.raises(faults.Filtered):
                await collect(bench)


async def test_a_storm_keeps_within_the_places(on_fake: Callable[..., Any]) -> None:
    limits = Limits(first_token=3, idle=1, total=4, parallel=2)
    async with on_fake(say, "storm", limits) as bench:
        said = await asyncio.gather(*(collect(bench) for _ in range(20)))
        assert set(said) == {TEXT}
        assert bench.fake.most_open <= 2


async def test_a_storm_beyond_the_endpoint_loses_nobody(on_fake: Callable[..., Any]) -> None:
    limits = Limits(first_token=1, idle=1, total=2, parallel=20)
    async with on_fake(say, "storm", limits, pace=0.01) as bench:
        said = await asyncio.gather(*(collect(bench) for _ in range(20)), return_exceptions=True)
        assert all(one == TEXT or isinstance(one, faults.ModelFault) for one in said)


async def test_waiting_for_a_place_has_an_end(on_fake: Callable[..., Any]) -> None:
    limits = Limits(first_token=0.3, idle=1, total=5, parallel=1)
    async with on_fake(lambda _b: "mot " * 40, pace=0.02, limits=limits) as bench:
        first = asyncio.create_task(collect(bench))
        await asyncio.sleep(0.1)
        with pytest.raises(faults.Busy):
            await collect(bench)
        await first


async def test_thoughts_are_not_speech(on_fake: Callable[..., Any]) -> None:
    async with on_fake(lambda _b: f"<think>il faut dire {TEXT[:9]} </think>{TEXT}") as bench:
        assert await collect(bench) == TEXT
