"""One OpenAI-compatible endpoint: a streamed text for the voice, a whole structured answer for the judge.

Nothing that comes out of here is half an answer: it is whole, or a ``ModelFault`` says why not.
"""

import asyncio
import json
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from typing import Any, TypeVar

import httpx
import openai
from openai import AsyncOpenAI
from pydantic import BaseModel, ValidationError

from server.adapters.llm.chunks import AnswerReader, whole_answer
from server.adapters.llm.circuit import Circuit
from server.adapters.llm.config import EndpointConfig
from server.adapters.llm.deadline import Deadline
from server.adapters.llm.dialect import Dialect
from server.adapters.llm.meter import Meter
from server.adapters.llm.sse import DONE, MAX_TOTAL, SseReader
from server.adapters.llm.trouble import fault_of
from server.domain.llm.faults import Busy, ModelFault, TooLong, Unreadable, WrongSchema
from server.domain.llm.prompt import Ask

M = TypeVar("M", bound=BaseModel)
NO_KEY = "none"
AFTER_FINISH = 2.0
LONGEST_TOKEN = 16
REFUSALS = (400, 422)
TRANSPORT = (openai.OpenAIError, httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, OSError, ValueError)


class Endpoint:
    """The model at one address. Safe to share between interviews; close it when the process stops."""

    def __init__(
        self,
        config: EndpointConfig,
        http: httpx.AsyncClient,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.config = config
        self.circuit = Circuit(config.limits, clock)
        self.clock = clock
        self._http = http
        self._places = asyncio.Semaphore(config.limits.parallel)
        self._dialect = Dialect()
        self._client = AsyncOpenAI(
            base_url=config.base_url,
            api_key=config.api_key or NO_KEY,
            # The SDK takes an httpx client at run time; its hints name the successor only.
            http_client=http,  # type: ignore[arg-type]
            max_retries=0,
            timeout=config.limits.total + 1,
        )

    async def close(self) -> None:
        """Give the connections back."""
        await self._http.aclose()

    async def stream(self, ask: Ask, meter: Meter, within: float | None = None) -> AsyncGenerator[str, None]:
        """The answer, piece by piece. Raises ModelFault; ends without one only when the answer is whole.

        ``within``: seconds left for it, when fewer than the total deadline.
        """
        deadline = Deadline(self.config.limits, self.clock, within)
        async with self._place(deadline):
            tried = 0
            while True:
                spoke = False
                try:
                    async with self._watched(), aclosing(self._streamed(ask, meter, deadline)) as pieces:
                        async for text in pieces:
                            spoke = True
                            yield text
                        return
                except ModelFault as fault:
                    if spoke or not await self._again(fault, tried, deadline):
                        raise
                    tried += 1

    async def structured(self, ask: Ask, model: type[M], meter: Meter) -> M:
        """A whole answer of a given structure. Raises ModelFault, WrongSchema among them."""
        deadline = Deadline(self.config.limits, self.clock)
        async with self._place(deadline):
            tried = 0
            while True:
                try:
                    async with self._watched():
                        text = await self._whole(ask, model, meter, deadline)
                    return _structured(text, model)
                except ModelFault as fault:
                    if not await self._again(fault, tried, deadline):
                        raise
                    tried += 1

    @asynccontextmanager
    async def _place(self, deadline: Deadline) -> AsyncIterator[None]:
        """One of the calls that may run at once. Raises Busy."""
        try:
            async with asyncio.timeout(max(0.0, deadline.to_first_token)):
                await self._places.acquire()
        except TimeoutError:
            raise Busy from None
        try:
            yield
        finally:
            self._places.release()

    @asynccontextmanager
    async def _watched(self) -> AsyncIterator[None]:
        """Tell the circuit how the call went."""
        self.circuit.enter()
        try:
            yield
        except ModelFault as fault:
            self.circuit.failed(fault)
            raise
        except BaseException:
            self.circuit.left()
            raise
        self.circuit.worked()

    async def _again(self, fault: ModelFault, tried: int, deadline: Deadline) -> bool:
        """The retry policy: once, before any word, and only if the wait leaves time for an answer."""
        if not fault.retryable or tried >= self.config.limits.retries:
            return False
        wait = fault.wait if fault.wait is not None else self.config.limits.patience * 2**tried
        if wait >= deadline.to_first_token or self.circuit.paused:
            return False
        await asyncio.sleep(wait)
        return True

    async def _streamed(self, ask: Ask, meter: Meter, deadline: Deadline) -> AsyncGenerator[str, None]:
        reader, said, heard = AnswerReader(), 0, 0.0
        meter.call()
        began = self.clock()
        try:
            async with AsyncExitStack() as stack:
                response = await deadline.first(self._open(stack, ask, meter, stream=True))
                events = await stack.enter_async_context(aclosing(_events(response)))
                heard, done = self.clock(), False
                while not done:
                    event = await self._next(events, reader, deadline, heard)
                    if event is None:
                        break
                    done = event == DONE
                    text = "" if done else reader.read(event)
                    if reader.alive:
                        reader.alive, heard = False, self.clock()
                    if text:
                        if not said:
                            meter.first_token(self.clock() - began)
                        said += len(text)
                        if said > ask.max_tokens * LONGEST_TOKEN:
                            raise TooLong
                        yield text
                reader.close(done)
        except TRANSPORT as error:
            raise fault_of(error, spoke=said > 0) from error
        finally:
            meter.done(ask if heard else None, said, reader.figures, self.clock() - began)

    async def _next(
        self, events: AsyncIterator[str], reader: AnswerReader, deadline: Deadline, heard: float
    ) -> str | None:
        """The next event, under the deadline that holds now; None at the end."""
        coming = anext(events, None)
        if reader.finish is not None:  # only the figures are still to come: not worth a fault
            try:
                async with asyncio.timeout(AFTER_FINISH):
                    return await coming
            except (TimeoutError, ModelFault, *TRANSPORT):
                return None
        if not reader.spoke:
            return await deadline.first(coming)
        return await deadline.next(coming, heard)

    async def _open(self, stack: AsyncExitStack, ask: Ask, meter: Meter, **more: Any) -> Any:
        """Send the request; drop once each option that this endpoint says it does not take."""
        while True:
            arguments = self._dialect.arguments(self.config.model, ask) | more
            if more.get("stream") and self._dialect.usage:
                arguments["stream_options"] = {"include_usage": True}
            if not self._dialect.schema:
                arguments.pop("response_format", None)
            create = self._client.chat.completions.with_streaming_response.create
            try:
                response = await stack.enter_async_context(create(**arguments))
            except openai.APIStatusError as error:
                refusal = str(error.body or error.message)
                if error.status_code not in REFUSALS or not self._dialect.learn(refusal):
                    raise
                meter.call()
                continue
            if "html" in response.headers.get("content-type", ""):
                raise Unreadable
            return response

    async def _whole(self, ask: Ask, model: type[M], meter: Meter, deadline: Deadline) -> str:
        said, figures, answered = 0, None, False
        meter.call()
        began = self.clock()

        async def read() -> bytes:
            async with AsyncExitStack() as stack:
                response = await self._open(stack, ask, meter, response_format=_format(model))
                raw = b""
                async for piece in response.iter_bytes():
                    raw += piece
                    if len(raw) > MAX_TOTAL:
                        raise TooLong
                return raw

        try:
            raw = await deadline.whole(read())
            answered = True
            meter.first_token(self.clock() - began)
            text, figures = whole_answer(raw)
            said = len(text)
            return text
        except TRANSPORT as error:
            raise fault_of(error) from error
        finally:
            meter.done(ask if answered else None, said, figures, self.clock() - began)


async def _events(response: Any) -> AsyncGenerator[str, None]:
    reader = SseReader()
    async for piece in response.iter_bytes():
        for event in reader.feed(piece):
            yield event
    for event in reader.end():
        yield event


def _format(model: type[BaseModel]) -> dict[str, Any]:
    schema = {"name": model.__name__.lower(), "strict": True, "schema": model.model_json_schema()}
    return {"type": "json_schema", "json_schema": schema}


def _structured(text: str, model: type[M]) -> M:
    """Read the JSON of an answer, alone or within a fence."""
    start, end = text.find("{"), text.rfind("}")
    try:
        return model.model_validate(json.loads(text[start : end + 1]))
    except (ValueError, ValidationError, RecursionError) as error:
        raise WrongSchema from error
