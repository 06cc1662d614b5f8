"""The command ``serve``."""

import logging
from typing import Annotated

import typer

from server import bootstrap
from server.settings import read_settings

MAX_SOCKET_BYTES = 4_000_000


def serve(
    host: Annotated[str, typer.Option(help="Adresse d'écoute.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port d'écoute.", min=1, max=65535)] = 8000,
) -> None:
    """Sert l'application web ; affiche son adresse et, au premier démarrage, un lien d'administration."""
    import uvicorn

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    settings = read_settings()
    house = bootstrap.build_house(settings)
    link = bootstrap.admin_link(house.engine)
    address = f"http://{host}:{port}"
    typer.echo(f"Entretien est ouvert : {address}/")
    if link:
        typer.echo(f"Lien d'administration, valable une fois : {address}{link}")
    uvicorn.run(
        bootstrap.build_app(settings, house),
        host=host,
        port=port,
        ws="websockets-sansio",
        ws_max_size=MAX_SOCKET_BYTES,
        log_config=None,
        access_log=False,
    )
