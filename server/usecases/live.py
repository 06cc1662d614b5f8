"""Interviews being played, kept folded in memory. A cache, never a truth: only the log's tail is read again."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from threading import Lock

from server.domain.interview import Interview, after, fold
from server.usecases.content import scenario_of
from server.usecases.ports import Engine, Header

LIMIT = 256
IDLE_SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class Open:
    """An interview read from its log, with its header."""

    header: Header
    interview: Interview


@dataclass(slots=True)
class _Kept:
    opened: Open
    used: float


class LiveInterviews:
    """At most ``LIMIT`` folded interviews, the idle ones let go. Called from threads."""

    def __init__(self, engine: Engine, elapsed: Callable[[], float], limit: int = LIMIT) -> None:
        self._engine = engine
        self._elapsed = elapsed
        self._limit = limit
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def read(self, interview_id: str) -> Open:
        """The interview as its log tells it now. Raises NotFound."""
        with self._lock:
            kept = self._kept.get(interview_id)
        opened = self._whole(interview_id) if kept is None else self._brought_up_to_date(kept.opened)
        self.keep(opened)
        return opened

    def keep(self, opened: Open) -> None:
        """Remember the furthest state known of an interview; let go of what is idle."""
        now, interview_id = self._elapsed(), opened.header.id
        with self._lock:
            kept = self._kept.pop(interview_id, None)
            if kept is not None and kept.opened.interview.seq > opened.interview.seq:
                opened = kept.opened
            self._kept[interview_id] = _Kept(opened, now)
            while self._kept:
                oldest = next(iter(self._kept))
                if len(self._kept) <= self._limit and now - self._kept[oldest].used <= IDLE_SECONDS:
                    break
                del self._kept[oldest]

    def forget(self, interview_id: str) -> None:
        """What is remembered may be wrong: the next reading starts from the log."""
        with self._lock:
            self._kept.pop(interview_id, None)

    def _whole(self, interview_id: str) -> Open:
        header = self._engine.store.header(interview_id)
        return Open(header, fold(self._engine.store.read(interview_id), scenario_of(self._engine, header)))

    def _brought_up_to_date(self, known: Open) -> Open:
        later = self._engine.store.read(known.header.id, known.interview.seq)
        return Open(known.header, reduce(after, later, known.interview)) if later else known
