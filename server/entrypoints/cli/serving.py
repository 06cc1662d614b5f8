"""The command ``serve``."""

import logging
import socket
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from server import bootstrap
from server.domain.errors import BadInput
from server.settings import read_settings

if TYPE_CHECKING:
    from fastapi import FastAPI

MAX_SOCKET_BYTES = 4_000_000
SWITCH_SECONDS = 0.001
CLOSING_SECONDS = 5
UNANSWERED_MILLISECONDS = 30_000


def serve(
    host: Annotated[str, typer.Option(help="Adresse d'écoute.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port d'écoute.", min=1, max=65535)] = 8000,
    workers: Annotated[
        int,
        typer.Option(help="Processus ; plus d'un demande PostgreSQL et ENTRETIEN_REDIS_URL.", min=1, max=64),
    ] = 1,
) -> None:
    """Sert l'application web ; affiche son adresse et, au premier démarrage, un lien d'administration."""
    import uvicorn
    from uvicorn.supervisors import Multiprocess

    _prepare()
    settings = read_settings()
    if workers > 1 and not settings.redis_url:
        raise BadInput(
            "Plusieurs processus se parlent par Redis : donnez ENTRETIEN_REDIS_URL, ou un seul processus."
        )
    house = bootstrap.build_house(settings)
    link = bootstrap.admin_link(house.engine)
    address = f"http://{host}:{port}"
    typer.echo(f"Entretien est ouvert : {address}/")
    if link:
        typer.echo(f"Lien d'administration, valable une fois : {address}{link}")
    config = uvicorn.Config(
        bootstrap.build_app(settings, house)
        if workers == 1
        else "server.entrypoints.cli.serving:application",
        factory=workers > 1,
        workers=workers,
        host=host,
        port=port,
        ws="websockets-sansio",
        ws_max_size=MAX_SOCKET_BYTES,
        ws_per_message_deflate=False,
        timeout_graceful_shutdown=CLOSING_SECONDS,
        log_config=None,
        access_log=False,
    )
    door = config.bind_socket()
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        # A browser that takes nothing any more is let go by the system, with what waits for it.
        door.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNANSWERED_MILLISECONDS)
    if workers == 1:
        uvicorn.Server(config).run(sockets=[door])
    else:
        Multiprocess(config, [door]).run()


def application() -> "FastAPI":
    """What each of several processes serves."""
    _prepare()
    return bootstrap.build_app()


def _prepare() -> None:
    # Who streams a reply gets the processor back soon from who computes.
    sys.setswitchinterval(SWITCH_SECONDS)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    # The server's own log names each socket with the key that opens it.
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
