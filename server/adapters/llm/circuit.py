"""Leaves an endpoint alone after repeated faults, and tries it again with one call."""

from collections.abc import Callable

from server.adapters.llm.config import Limits
from server.domain.llm.faults import ModelFault, Paused


class Circuit:
    """Closed: calls pass. Open: they do not, until the pause is over; then a single one tries."""

    def __init__(self, limits: Limits, clock: Callable[[], float]) -> None:
        self._limits = limits
        self._clock = clock
        self._failures = 0
        self._pause = limits.pause
        self._until: float | None = None
        self._trying = False
        self.last_fault: str | None = None

    @property
    def paused(self) -> bool:
        """Whether the endpoint is left alone at this moment."""
        return self._until is not None and (self._trying or self._clock() < self._until)

    @property
    def troubled(self) -> bool:
        """Whether the endpoint has not answered since it was last paused."""
        return self._until is not None

    def enter(self) -> None:
        """Before a call. Raises Paused."""
        if self._until is None:
            return
        if self._trying or self._clock() < self._until:
            raise Paused
        self._trying = True

    def worked(self) -> None:
        """The endpoint answered."""
        self._failures, self._pause, self._until, self._trying = 0, self._limits.pause, None, False
        self.last_fault = None

    def failed(self, fault: ModelFault) -> None:
        """The call gave nothing. A fault of the content says nothing against the endpoint."""
        if fault.of_content:
            self.worked()
            return
        self.last_fault = fault.code
        self._failures += 1
        if self._trying:
            self._pause = min(self._pause * 2, self._limits.longest_pause)
        if self._trying or fault.configuration or self._failures >= self._limits.failures:
            self._until = self._clock() + self._pause
        self._trying = False

    def left(self) -> None:
        """The call was given up by us: it proves nothing."""
        self._trying = False
