"""Every response leaves with its headers; every change comes from our own pages; bodies have a limit."""

from starlette.middleware.base import RequestResponseEndpoint
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from server.domain.errors import EntretienError, NotAllowed, TooLarge
from server.entrypoints.web.identity import same_origin
from server.entrypoints.web.services import Services

MAX_BODY = 256_000
CSP = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def error_json(error: EntretienError) -> JSONResponse:
    """A typed error on the API."""
    body = {"code": error.code, "message": error.message, "retryable": error.retryable}
    return JSONResponse(body, status_code=error.http_status)


async def shield(request: Request, call_next: RequestResponseEndpoint) -> Response:
    """Name the person, check the origin and the size, set cookie and headers."""
    services: Services = request.app.state.services
    if request.method not in ("GET", "HEAD", "OPTIONS"):
        if not same_origin(request):
            return error_json(NotAllowed("Cette demande ne vient pas de nos pages."))
        length = request.headers.get("content-length", "0")
        if not length.isdigit() or int(length) > MAX_BODY:
            return error_json(TooLarge(f"La demande dépasse {MAX_BODY // 1000} ko. Raccourcissez-la."))
    person = services.identity.person(request)
    request.state.person = person
    response = await call_next(request)
    person = request.state.person
    if person.fresh and not request.url.path.startswith("/static/"):
        services.identity.remember(response, person, services.secure)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if not request.url.path.startswith("/static/"):
        response.headers.setdefault("Cache-Control", "no-store")
    return response
