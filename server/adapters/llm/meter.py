"""Counts what one turn asks of the endpoint, and stops it at the interview's budget."""

from server.adapters.llm.chunks import Figures
from server.adapters.llm.config import Limits
from server.domain.llm.faults import BudgetSpent
from server.domain.llm.prompt import Ask
from server.domain.llm.usage import UNUSED, Usage

CHARACTERS_PER_TOKEN = 3.5


class Meter:
    """Usage of the calls made through it. ``spent`` is what the interview had used before."""

    def __init__(self, limits: Limits, spent: Usage | None = None) -> None:
        self._limits = limits
        self._spent = spent or UNUSED
        self.usage = UNUSED

    def call(self) -> None:
        """Count a request about to be sent. Raises BudgetSpent when none is left."""
        calls = self._spent.calls + self.usage.calls
        tokens = self._spent.tokens + self.usage.tokens
        if calls >= self._limits.calls or tokens >= self._limits.tokens:
            raise BudgetSpent
        self.usage = self.usage + Usage(calls=1)

    def first_token(self, seconds: float) -> None:
        """The first word came after so long."""
        self.usage = self.usage + Usage(first_token_ms=(round(seconds * 1000),))

    def done(self, ask: Ask | None, said: int, figures: Figures | None, seconds: float) -> None:
        """A request is over; ``said`` is the number of characters received, ``ask`` None if none was read."""
        if figures is not None:
            used = Usage(
                prompt_tokens=figures.prompt,
                cached_tokens=figures.cached,
                completion_tokens=figures.completion,
            )
        elif ask is None:
            used = UNUSED
        else:
            used = Usage(
                prompt_tokens=round(len(ask.text) / CHARACTERS_PER_TOKEN),
                completion_tokens=round(said / CHARACTERS_PER_TOKEN),
                estimated=True,
            )
        self.usage = self.usage + used + Usage(total_ms=round(seconds * 1000))

    def fell_back(self) -> None:
        """The embedded voice finished this turn."""
        self.usage = self.usage + Usage(fallbacks=1)
