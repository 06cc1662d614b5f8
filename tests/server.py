"""A real server on a free port, in a thread, with a real SQLite file and the voice at once."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from server import bootstrap
from server.settings import read_settings

ROOT = Path(__file__).parent.parent


@contextmanager
def serving(
    folder: Path, pace: float = 0.0, llm_base_url: str | None = None, llm_model: str | None = None
) -> Iterator[tuple[str, uvicorn.Server]]:
    """Serve the whole application; gives its address and the server itself."""
    environ = {
        "ENTRETIEN_HOME": str(ROOT),
        "ENTRETIEN_DATABASE_URL": f"sqlite:///{folder / 'entretien.db'}",
        "ENTRETIEN_SECRET": "a secret for tests only",
        "ENTRETIEN_PACE": str(pace),
        "ENTRETIEN_DESIGN": "1",
    }
    if llm_base_url and llm_model:
        environ |= {"ENTRETIEN_LLM_BASE_URL": llm_base_url, "ENTRETIEN_LLM_MODEL": llm_model}
    settings = read_settings(environ)
    config = uvicorn.Config(
        bootstrap.build_app(settings), host="127.0.0.1", port=0, ws="websockets-sansio", ws_max_size=4_000_000,
        log_level="warning", access_log=False, timeout_graceful_shutdown=5,
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
        yield f"http://127.0.0.1:{port}", server
    finally:
        server.should_exit = True
        thread.join(10)


@contextmanager
def running(
    folder: Path, pace: float = 0.0, llm_base_url: str | None = None, llm_model: str | None = None
) -> Iterator[str]:
    """Serve the whole application; gives its address."""
    with serving(folder, pace, llm_base_url, llm_model) as (address, _):
        yield address
