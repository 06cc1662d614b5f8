"""A real server on a free port, in a thread, with a real SQLite file and the voice at once."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from server import bootstrap
from server.settings import Settings

ROOT = Path(__file__).parent.parent


@contextmanager
def running(folder: Path, pace: float = 0.0) -> Iterator[str]:
    """Serve the whole application; gives its address."""
    settings = Settings(
        root=ROOT,
        database_url=f"sqlite:///{folder / 'entretien.db'}",
        secret="a secret for tests only",
        pace=pace,
        llm_base_url=None,
        llm_api_key=None,
        llm_model=None,
        llm_judge_model=None,
        design=True,
    )
    config = uvicorn.Config(
        bootstrap.build_app(settings), host="127.0.0.1", port=0, ws="websockets-sansio", ws_max_size=4_000_000,
        log_level="warning", access_log=False,
    )  # fmt: skip
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        if not thread.is_alive():
            raise RuntimeError("the server did not start")
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)
