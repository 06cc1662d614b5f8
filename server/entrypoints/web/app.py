"""The application: routes, one error handler, start and stop."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, Request, Response, WebSocket
from fastapi.exceptions import RequestValidationError
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware

from server import __version__
from server.domain.errors import BadInput, EntretienError, NotFound
from server.entrypoints.web import api, health, pages, reading, space
from server.entrypoints.web.design import design_router
from server.entrypoints.web.services import Services
from server.entrypoints.web.shield import error_json, shield
from server.entrypoints.web.socket import serve_socket
from server.entrypoints.web.templates import Templates

SMALL = 1_000
GZIP_LEVEL = 5


def create_app(services: Services, web: Path, *, design: bool = False) -> FastAPI:
    """Wire the doors to the services. ``design`` adds the page of components."""

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with services.running():
            yield

    app = FastAPI(title="Entretien", version=__version__, lifespan=lifespan, redoc_url=None, docs_url=None)
    app.state.services = services
    app.state.templates = Templates(web / "templates", services)
    app.middleware("http")(shield)
    app.add_middleware(GZipMiddleware, minimum_size=SMALL, compresslevel=GZIP_LEVEL)
    app.include_router(api.router)
    app.include_router(health.router)
    app.include_router(pages.router)
    app.include_router(reading.router)
    app.include_router(space.router)
    if design:
        app.include_router(design_router(web))
    app.mount("/static", StaticFiles(directory=web / "static"), name="static")

    @app.websocket("/ws/interviews/{interview_id}")
    async def interview_socket(socket: WebSocket, interview_id: str) -> None:
        await serve_socket(socket, services, interview_id)

    @app.exception_handler(EntretienError)
    async def on_error(request: Request, error: EntretienError) -> Response:
        return _answer(request, error)

    @app.exception_handler(RequestValidationError)
    async def on_bad_request(request: Request, error: RequestValidationError) -> Response:
        fault = error.errors()[0]
        where = ".".join(str(step) for step in fault["loc"][1:])
        return _answer(
            request, BadInput(f"Demande illisible{f', champ « {where} »' if where else ''}. Corrigez-la.")
        )

    @app.exception_handler(HTTPException)
    async def on_http(request: Request, error: HTTPException) -> Response:
        if error.status_code == NotFound.http_status:
            return _answer(request, NotFound("Cette page n'existe pas. Revenez aux rendez-vous."))
        refusal = BadInput("Cette demande n'est pas possible ici. Revenez aux rendez-vous.")
        response = _answer(request, refusal)
        response.status_code = error.status_code
        return response

    return app


def _answer(request: Request, error: EntretienError) -> Response:
    if request.url.path.startswith("/api/"):
        return error_json(error)
    templates: Templates = request.app.state.templates
    return templates.error(request, error)
