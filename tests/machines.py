"""PostgreSQL and Redis of one's own, on free ports, thrown away afterwards."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PLACES = ["/usr/local/bin", "/usr/bin", *map(str, Path("/usr/lib/postgresql").glob("*/bin"))]
SEARCH = os.pathsep.join([os.environ.get("PATH", ""), *PLACES])
NO_POSTGRES = "PostgreSQL n'est pas sur cette machine : initdb et postgres sont introuvables."
NO_REDIS = "Redis n'est pas sur cette machine : redis-server est introuvable."
SERVICE_ACCOUNTS = ("postgres", "nobody")


def find(name: str) -> str | None:
    return shutil.which(name, path=SEARCH)


def has_postgres() -> bool:
    return bool(find("initdb") and find("postgres"))


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def wait_for_port(port: int, seconds: float = 30.0) -> float:
    """When the port answered (``time.perf_counter``)."""
    limit = time.perf_counter() + seconds
    while time.perf_counter() < limit:
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
            return time.perf_counter()
        except OSError:
            time.sleep(0.01)
    raise TimeoutError(f"nothing answers on port {port}")


@contextmanager
def postgres() -> Iterator[str]:
    """A PostgreSQL that keeps its promises (fsync on); gives the address of a database."""
    folder = Path(tempfile.mkdtemp(prefix="entretien-pg-"))
    account: dict[str, int] = {}
    if os.geteuid() == 0:
        known = {entry.pw_name: entry for entry in pwd.getpwall()}
        entry = next(known[name] for name in SERVICE_ACCOUNTS if name in known)
        account = {"user": entry.pw_uid, "group": entry.pw_gid}
        os.chown(folder, entry.pw_uid, entry.pw_gid)
    data, port = folder / "data", free_port()
    initdb = [str(find("initdb")), "-D", str(data), "-U", "entretien", "--auth=trust", "-E", "UTF8"]
    subprocess.run(initdb, check=True, capture_output=True, cwd=folder, **account)  # type: ignore[call-overload]
    server = [str(find("postgres")), "-D", str(data), "-p", str(port), "-k", str(folder), "-h", "127.0.0.1"]
    process = subprocess.Popen(  # type: ignore[call-overload]
        server, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder, **account
    )
    try:
        wait_for_port(port)
        _accepts(folder, port)
        yield f"postgresql+psycopg://entretien@127.0.0.1:{port}/postgres"
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)
        shutil.rmtree(folder, ignore_errors=True)


def _accepts(folder: Path, port: int) -> None:
    """The port opens a moment before the server takes questions."""
    import psycopg

    for _ in range(200):
        try:
            psycopg.connect(f"postgresql://entretien@127.0.0.1:{port}/postgres", connect_timeout=1).close()
            return
        except psycopg.OperationalError:
            time.sleep(0.05)
    raise TimeoutError(f"PostgreSQL in {folder} takes no question")


class Redis:
    """A Redis that can be killed and started again on the same port."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self._process = subprocess.Popen(
            [str(find("redis-server")), *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        wait_for_port(self.port)

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait(10)
            self._process = None


@contextmanager
def redis() -> Iterator[Redis]:
    server = Redis()
    server.start()
    try:
        yield server
    finally:
        server.kill()
