"""What was made from an interview's log, kept while the log has not grown. A cache, never a truth."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")
LIMIT = 2_000


class Memory(Generic[T]):
    """At most ``limit`` things by interview and sequence number, the least used let go. Called from threads."""

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._kept: OrderedDict[str, tuple[int, T]] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, interview_id: str, seq: int, make: Callable[[], T]) -> T:
        """What was made at that sequence number, else made now."""
        with self._lock:
            kept = self._kept.get(interview_id)
            if kept is not None and kept[0] == seq:
                self._kept.move_to_end(interview_id)
                return kept[1]
        made = make()
        with self._lock:
            self._kept[interview_id] = (seq, made)
            self._kept.move_to_end(interview_id)
            while len(self._kept) > self._limit:
                self._kept.popitem(last=False)
        return made

    def forget(self, interview_id: str) -> None:
        """Nothing of this interview is kept any more."""
        with self._lock:
            self._kept.pop(interview_id, None)
