"""``entretien serve`` as a process of its own, that one can kill and start again on the same port."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing.process import BaseProcess
from pathlib import Path

import httpx

from tests.durability.nursery import born
from tests.machines import free_port, wait_for_port

ROOT = Path(__file__).parent.parent.parent
COMPILED = Path(tempfile.gettempdir()) / "entretien-compiled"
"""Where servers started again and again find their compiled modules."""
STOP_SECONDS = 40
START_SECONDS = 180.0
"""A start costs two seconds of processor; a machine that others use takes its time."""


class Commanded:
    """A program started by its command line, with the verbs of the others."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self.pid = process.pid

    def is_alive(self) -> bool:
        return self._process.poll() is None

    def join(self, seconds: float) -> None:
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(seconds)

    def kill(self) -> None:
        self._process.kill()

    def sweep(self) -> None:
        """Nothing it started outlives it."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)


def commanded(arguments: list[str], environment: dict[str, str], log: Path) -> Commanded:
    """The command itself, as an operator types it."""
    command = [str(Path(sys.executable).parent / "entretien"), *arguments]
    with log.open("ab") as words:
        return Commanded(
            subprocess.Popen(
                command,
                cwd=ROOT,
                env=environment,
                stdout=words,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        )


class Worker:
    """One server process. ``database`` and ``redis`` are addresses."""

    def __init__(self, database: str, folder: Path, redis: str | None = None, pace: float = 0.0) -> None:
        self.options: list[str] = []
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = folder / f"worker-{self.port}.log"
        self.back_at = 0.0
        self._process: BaseProcess | Commanded | None = None
        self.environment = os.environ | {
            "ENTRETIEN_DATABASE_URL": database,
            "ENTRETIEN_SECRET": "a secret for tests only",
            "ENTRETIEN_PACE": str(pace),
            "PYTHONPYCACHEPREFIX": str(COMPILED),
        }
        for name in ("ENTRETIEN_REDIS_URL", "ENTRETIEN_LLM_BASE_URL", "PYTHONDONTWRITEBYTECODE"):
            self.environment.pop(name, None)
        if redis:
            self.environment["ENTRETIEN_REDIS_URL"] = redis

    @property
    def pid(self) -> int:
        assert self._process is not None
        assert self._process.pid is not None
        return self._process.pid

    def start(self) -> None:
        self.launch()
        self.back_at = wait_for_port(self.port, START_SECONDS)

    def launch(self) -> None:
        """Without waiting for its door to open."""
        arguments = ["serve", "--port", str(self.port), *self.options]
        if self.options:
            self._process = commanded(arguments, self.environment, self.log)
        else:
            self._process = born(arguments, self.environment, self.log)

    def ends(self, seconds: float = START_SECONDS) -> bool:
        """Whether it ends by itself within that time."""
        assert self._process is not None
        self._process.join(seconds)
        return not self._process.is_alive()

    def adopt(self, process: subprocess.Popen[bytes]) -> None:
        """Measure a program that someone else started."""
        self._process = Commanded(process)

    def kill(self) -> None:
        """As a power cut would: no word, no chance."""
        self._end(signal.SIGKILL)

    def stop(self) -> float:
        """Ask it to leave; gives the seconds it took."""
        asked = time.perf_counter()
        self._end(signal.SIGTERM)
        return time.perf_counter() - asked

    def freeze(self, frozen: bool) -> None:
        """Stop or go on, like a machine that swaps."""
        os.kill(self.pid, signal.SIGSTOP if frozen else signal.SIGCONT)

    @property
    def children(self) -> list[int]:
        """The processes it started, the oldest first."""
        return [int(pid) for pid in Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()]

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.is_alive()

    def _end(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        with suppress(ProcessLookupError):
            os.kill(self.pid, how)
        self._process.join(STOP_SECONDS)
        if isinstance(self._process, Commanded) and how is signal.SIGKILL:
            self._process.sweep()
        late = self._process.is_alive()
        if late:
            self._process.kill()
            self._process.join(STOP_SECONDS)
        self._process = None
        if late:
            raise TimeoutError("the process did not leave")

    def resident(self) -> int:
        """Resident memory, bytes."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) * 1024

    def processor(self) -> float:
        """Processor seconds spent so far, user and system."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def worker(database: str, folder: Path, redis: str | None = None, pace: float = 0.0) -> Iterator[Worker]:
    process = Worker(database, folder, redis, pace)
    process.start()
    try:
        yield process
    finally:
        process.kill()


def open_interviews(address: str, count: int, scenarios: list[str]) -> list[tuple[str, str]]:
    """Ids and socket paths of new interviews, opened over HTTP like anyone does."""
    with httpx.Client(base_url=address, timeout=30) as client:
        opened = []
        for number in range(count):
            body = {"scenario": scenarios[number % len(scenarios)], "mode": "training"}
            answer = client.post("/api/interviews", json=body)
            answer.raise_for_status()
            found = answer.json()
            opened.append((found["id"], found["socket"]))
        return opened
