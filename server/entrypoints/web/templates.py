"""Jinja2 behind the pages: autoescape, French typography at render, nothing else."""

from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.requests import Request
from starlette.responses import HTMLResponse

from server.domain.errors import EntretienError
from server.entrypoints.web.presenters import colophon, error_view
from server.entrypoints.web.services import Services
from server.entrypoints.web.typography import FILTERS

THEMES = ("light", "dark")


class Templates:
    """Renders a page with what every page needs: the form token, the theme, the colophon."""

    def __init__(self, folder: Path, services: Services) -> None:
        self._services = services
        self._environment = Environment(
            loader=FileSystemLoader(folder),
            autoescape=select_autoescape(default=True),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters.update(FILTERS)

    def page(self, request: Request, name: str, view: Any, status: int = 200) -> HTMLResponse:
        """A whole page."""
        theme = request.query_params.get("theme") or request.cookies.get("theme", "")
        html = self._environment.get_template(name).render(
            view=view,
            csrf=self._services.identity.form_token(request.state.person),
            theme=theme if theme in THEMES else None,
            foot=colophon(self._services.engine.library.catalogue),
            voice=self._services.engine.voice.status(),
        )
        return HTMLResponse(html, status)

    def text(self, name: str, view: Any) -> str:
        """A document of plain text: no page around it, no markup in it."""
        return self._environment.get_template(name).render(view=view).strip() + "\n"

    def error(self, request: Request, error: EntretienError) -> HTMLResponse:
        """The page that says what to do."""
        return self.page(request, "error.html", error_view(error), error.http_status)


def templates_of(request: Request) -> Templates:
    """The templates wired at start."""
    templates: Templates = request.app.state.templates
    return templates


Pages = Annotated[Templates, Depends(templates_of)]
