"""Live interviews that never stop: whoever has finished is replaced, so that each kill finds them all speaking."""

import asyncio
import random
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path

from tests.durability.learner import Learner
from tests.durability.process import ROOT, open_interviews

SCRIPTS = ROOT / "transcripts" / "scripts"
WATCHED = 5
MAX_PAUSE = 0.4


def scripts() -> Iterator[tuple[str, list[str]]]:
    """Scenario and lines of the shipped scripts, for ever."""
    return cycle([(path.name.split(".")[0], lines_of(path)) for path in sorted(SCRIPTS.glob("*.txt"))])


def lines_of(path: Path) -> list[str]:
    return [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


class Crowd:
    """``size`` learners at once, one in five with a second tab that only looks."""

    def __init__(self, size: int, address: Callable[[int], str], back_at: Callable[[], float]) -> None:
        self.learners: list[Learner] = []
        self._size, self._address, self._back_at = size, address, back_at
        self._scripts = scripts()
        self._tasks: dict[asyncio.Task[None], Learner] = {}
        self._number = 0
        self.opened_at: dict[str, float] = {}

    async def fill(self) -> None:
        """Open what is missing. The server is up."""
        for task in [task for task in self._tasks if task.done()]:
            task.result()
            del self._tasks[task]
        missing = self._size - sum(1 for learner in self._tasks.values() if learner.lines)
        wanted = [next(self._scripts) for _ in range(missing)]
        opened = await asyncio.to_thread(
            open_interviews, self._address(0), missing, [name for name, _ in wanted] or ["AC-01"]
        )
        for (interview, path), (_, lines) in zip(opened, wanted, strict=True):
            self._join(interview, path, lines)
            if self._number % WATCHED == 0:
                self._join(interview, path, [])

    def _join(self, interview: str, path: str, lines: list[str]) -> None:
        self._number += 1
        number = self._number
        learner = Learner(
            interview, path, lambda: self._address(number), lines,
            pause=lambda: random.random() * MAX_PAUSE, ends=bool(lines), back_at=self._back_at,
        )  # fmt: skip
        self.learners.append(learner)
        self._tasks[asyncio.create_task(learner.run())] = learner

    async def back(self, seconds: float) -> None:
        """Until nine in ten are here again, for so long at most."""
        limit = asyncio.get_running_loop().time() + seconds
        here = list(self._tasks.values())
        while asyncio.get_running_loop().time() < limit:
            if sum(learner.present or learner.over for learner in here) >= 0.9 * len(here):
                return
            await asyncio.sleep(0.05)

    async def heard(self, frames: int, seconds: float) -> None:
        """Until so many more frames have come to all of them together, or the time is over."""
        limit = asyncio.get_running_loop().time() + seconds
        wanted = sum(learner.frames for learner in self.learners) + frames
        while asyncio.get_running_loop().time() < limit:
            if sum(learner.frames for learner in self.learners) >= wanted:
                return
            await asyncio.sleep(0.002)

    async def quiet(self, seconds: float) -> None:
        """Let everyone hear the end of what is owed, then leave."""
        for learner in self.learners:
            learner.lines = learner.lines[: learner.spoken]
            learner.ends = False
        limit = asyncio.get_running_loop().time() + seconds
        while asyncio.get_running_loop().time() < limit and not all(map(settled, self.learners)):
            await asyncio.sleep(0.1)
        await self.leave()

    async def leave(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()


def settled(learner: Learner) -> bool:
    """Nothing of mine is waiting: not an ack, not a reply."""
    if learner.over:
        return True
    kinds = [
        event["kind"]
        for event in learner.shown
        if event["kind"] in ("advisor_said", "client_said", "move_chosen")
    ]
    return not learner.unacked and (not kinds or kinds[-1] == "client_said")
