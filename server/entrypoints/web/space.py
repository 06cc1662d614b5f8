"""A learner's own space: what is kept, its export, its erasure; the export of one interview."""

import asyncio
import json
import secrets
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from server.domain.errors import BadInput
from server.entrypoints.web import presenters
from server.entrypoints.web.api import House, Me
from server.entrypoints.web.identity import Person
from server.entrypoints.web.own import attempts_of, debrief_of, read_whole
from server.entrypoints.web.templates import Pages
from server.usecases.own_space import erase_all, export_all, export_interview

router = APIRouter(include_in_schema=False, default_response_class=Response)
SEE_OTHER = 303


@router.get("/espace")
async def space(request: Request, me: Me, house: House, pages: Pages, efface: int = -1) -> Response:
    """What is kept about me here, and what I can do about it."""
    attempts = await asyncio.to_thread(attempts_of, house, me.id)
    view = presenters.space_view(attempts, efface if efface >= 0 else None)
    return pages.page(request, "space.html", view)


@router.get("/espace/export.json")
async def export_space(me: Me, house: House) -> Response:
    """Everything kept about me."""
    document = await asyncio.to_thread(export_all, house.engine, me.id)
    return _download(_json(document), "application/json", "entretien-mon-espace.json")


@router.post("/espace/effacer")
async def erase_space(
    request: Request,
    me: Me,
    house: House,
    csrf: Annotated[str, Form(max_length=400)],
    sure: Annotated[str, Form(max_length=8)] = "",
) -> Response:
    """Erase everything kept about me, then forget who I am."""
    house.identity.check_form(me, csrf)
    if sure != "oui":
        raise BadInput("Cochez la case pour effacer. Rien n'a été effacé.")
    erased = await asyncio.to_thread(erase_all, house.engine, me.id)
    for interview_id in erased:
        house.attempts.forget(interview_id)
        house.desk.forget(interview_id)
    request.state.person = Person(secrets.token_urlsafe(16), admin=me.admin, fresh=True)
    return RedirectResponse(f"/espace?efface={len(erased)}", SEE_OTHER)


@router.get("/interviews/{interview_id}/export.json")
async def export_json(interview_id: str, me: Me, house: House) -> Response:
    """One interview for other tools: transcript, assessment, hints."""
    document = await asyncio.to_thread(export_interview, house.engine, me.id, interview_id)
    return _download(_json(document), "application/json", f"{_name(document)}.json")


@router.get("/interviews/{interview_id}/export.txt")
async def export_text(interview_id: str, me: Me, house: House, pages: Pages) -> Response:
    """One interview to read or to paste: the conversation, then the debrief when there is one."""
    own = await asyncio.to_thread(read_whole, house, me.id, interview_id)
    debrief = await asyncio.to_thread(debrief_of, house, me.id, own)
    view = presenters.text_view(own.scenario, own.interview.turns, own.hints, debrief)
    name = f"entretien-{own.header.scenario}-{interview_id[:8]}.txt"
    return _download(pages.text("export.txt", view), "text/plain; charset=utf-8", name)


def _name(document: dict[str, Any]) -> str:
    return f"entretien-{document['transcript']['scenario']}-{document['id'][:8]}"


def _json(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1)


def _download(body: str, kind: str, name: str) -> Response:
    safe = "".join(char for char in name if char.isalnum() or char in "-_.")
    return Response(body, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{safe}"'})
