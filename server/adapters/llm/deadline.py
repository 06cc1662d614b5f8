"""The deadlines of one request, all counted from the moment it was asked for."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from server.adapters.llm.config import Limits
from server.domain.llm.faults import FirstTokenLate, ModelFault, Stalled, TooSlow

T = TypeVar("T")


class Deadline:
    """First token, silence between two pieces, whole answer. Waiting, retries and pauses all count."""

    def __init__(self, limits: Limits, clock: Callable[[], float], within: float | None = None) -> None:
        self._limits = limits
        self._total = limits.total if within is None else min(limits.total, within)
        self._clock = clock
        self.started = clock()

    @property
    def elapsed(self) -> float:
        """Seconds since the request was asked for."""
        return self._clock() - self.started

    @property
    def to_first_token(self) -> float:
        """Seconds left for the first word."""
        return min(self._limits.first_token, self._total) - self.elapsed

    async def first(self, wanted: Awaitable[T]) -> T:
        """Wait for what comes before the first word. Raises FirstTokenLate."""
        return await self._within(wanted, self.to_first_token, FirstTokenLate)

    async def whole(self, wanted: Awaitable[T]) -> T:
        """Wait for a whole answer. Raises TooSlow."""
        return await self._within(wanted, self._total - self.elapsed, TooSlow)

    async def next(self, wanted: Awaitable[T], silent_since: float) -> T:
        """Wait for more. ``silent_since``: when something was last said. Raises Stalled or TooSlow."""
        idle = self._limits.idle - (self._clock() - silent_since)
        total = self._total - self.elapsed
        return await self._within(wanted, min(idle, total), Stalled if idle <= total else TooSlow)

    async def _within(self, wanted: Awaitable[T], seconds: float, fault: type[ModelFault]) -> T:
        try:
            async with asyncio.timeout(max(0.0, seconds)):
                return await wanted
        except TimeoutError:
            raise fault from None
