"""The HTTP API (contracts, §5). Its document is the application's own OpenAPI page."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from server.domain.errors import BadInput, NotAllowed, NotFound, WrongMoment
from server.domain.events import HintGiven, Mode, RecordFilled
from server.domain.hints import hint_for
from server.domain.input import said_text
from server.domain.interview import Interview, fold, transcript_of
from server.domain.llm.usage import total
from server.domain.scenario import Scenario
from server.domain.transcript import Channel
from server.entrypoints.web.dependencies import current_person, services_of
from server.entrypoints.web.identity import Person
from server.entrypoints.web.services import Services
from server.usecases.content import scenario_of
from server.usecases.open_interview import branch, open_interview, own_header
from server.usecases.ports import Header
from server.usecases.voice_usage import InterviewUsage, voice_usage

router = APIRouter(prefix="/api", tags=["entretiens"])
Me = Annotated[Person, Depends(current_person)]
House = Annotated[Services, Depends(services_of)]
MAX_FIELDS = 60
MAX_FIELD_CHARS = 2_000


class OpenRequest(BaseModel):
    """Open an interview."""

    model_config = ConfigDict(extra="forbid")

    scenario: str = Field(min_length=1, max_length=64)
    mode: Mode = "training"
    channel: Channel | None = None


class Opened(BaseModel):
    """An interview just opened, and where its socket is."""

    id: str
    socket: str


class BranchRequest(BaseModel):
    """Replay from one's own turn."""

    model_config = ConfigDict(extra="forbid")

    from_turn: int = Field(ge=1)


class RecordRequest(BaseModel):
    """The client record as filled."""

    model_config = ConfigDict(extra="forbid")

    fields: dict[str, str]


def read_own(services: Services, owner: str, interview_id: str) -> tuple[Header, Scenario, Interview]:
    """One's own interview, folded. Raises NotFound."""
    header = own_header(services.engine, owner, interview_id)
    scenario = scenario_of(services.engine, header)
    return header, scenario, fold(services.engine.store.read(interview_id), scenario)


def socket_path(services: Services, header: Header) -> str:
    """The socket's path, with its key for programs that keep no cookie."""
    return f"/ws/interviews/{header.id}?key={services.identity.socket_key(header.id, header.owner)}"


@router.post("/interviews", status_code=201)
async def post_interview(body: OpenRequest, me: Me, house: House) -> Opened:
    """Open an interview on a scenario."""
    header = await asyncio.to_thread(
        open_interview, house.engine, me.id, body.scenario, body.mode, body.channel
    )
    return Opened(id=header.id, socket=socket_path(house, header))


@router.get("/interviews/{interview_id}/transcript")
async def get_transcript(interview_id: str, me: Me, house: House) -> JSONResponse:
    """The transcript so far, ``transcript/1``."""
    _, _, interview = await asyncio.to_thread(read_own, house, me.id, interview_id)
    document = transcript_of(interview, interview_id).model_dump(mode="json", by_alias=True)
    return JSONResponse({key: value for key, value in document.items() if value is not None})


@router.get("/interviews/{interview_id}/assessment")
async def get_assessment(interview_id: str, me: Me, house: House) -> JSONResponse:
    """The assessment, ``assessment/1``; 202 while it is being made."""
    _, _, interview = await asyncio.to_thread(read_own, house, me.id, interview_id)
    if interview.ended is None:
        raise WrongMoment("L'entretien n'est pas terminé : terminez-le pour lire son débrief.")
    if interview.assessment is not None:
        return JSONResponse(interview.assessment)
    status = "failed" if interview.assessment_failed else "pending"
    return JSONResponse({"status": status, "message": interview.assessment_failed}, status_code=202)


@router.put("/interviews/{interview_id}/client-record", status_code=204)
async def put_record(interview_id: str, body: RecordRequest, me: Me, house: House) -> Response:
    """Keep the client record; the assessment follows it."""
    _, scenario, interview = await asyncio.to_thread(read_own, house, me.id, interview_id)
    fields = checked_fields(body.fields, scenario)
    if interview.ended is None or interview.record != fields:
        await house.desk.record(interview_id, [RecordFilled(fields=fields)])
    return Response(status_code=204)


@router.post("/interviews/{interview_id}/branch", status_code=201)
async def post_branch(interview_id: str, body: BranchRequest, me: Me, house: House) -> Opened:
    """A new interview from just before one's own turn, the client in the same state."""
    header = await asyncio.to_thread(branch, house.engine, me.id, interview_id, body.from_turn)
    return Opened(id=header.id, socket=socket_path(house, header))


@router.post("/interviews/{interview_id}/hint")
async def post_hint(interview_id: str, me: Me, house: House) -> dict[str, Any]:
    """One hint about the next move, never the answer. Training only."""
    header, scenario, interview = await asyncio.to_thread(read_own, house, me.id, interview_id)
    if header.mode == "exam":
        raise NotAllowed("Pas d'indice en mode examen.")
    if interview.ended is not None:
        raise WrongMoment("L'entretien est terminé.")
    text = hint_for(interview, scenario, house.engine.library.hints)
    await house.desk.record(interview_id, [HintGiven(turn=interview.next_turn, text=text)])
    return {"text": text}


@router.post("/interviews/{interview_id}/end", status_code=204)
async def post_end(interview_id: str, me: Me, house: House) -> Response:
    """End the interview without a socket."""
    await asyncio.to_thread(own_header, house.engine, me.id, interview_id)
    await house.desk.end(interview_id)
    return Response(status_code=204)


@router.get("/scenarios")
async def get_scenarios(house: House) -> list[dict[str, Any]]:
    """What can be rehearsed; nothing hidden."""
    return [
        {
            "id": item.id,
            "title": item.title,
            "rubric": item.rubric,
            "difficulty": item.difficulty,
            "minutes": item.minutes,
            "channel": item.channel,
            "criteria": list(item.criteria),
        }
        for item in house.engine.library.scenarios()
    ]


@router.get("/usage")
async def get_usage(me: Me, house: House) -> dict[str, Any]:
    """What the language model cost, interview by interview. For the administrator; no word of anybody."""
    if not me.admin:
        raise NotFound("Cette page n'existe pas. Revenez aux rendez-vous.")
    interviews = await asyncio.to_thread(voice_usage, house.engine)
    spent = total(item.usage for item in interviews)
    return {"total": spent.model_dump(mode="json"), "interviews": [_usage(item) for item in interviews]}


def _usage(item: InterviewUsage) -> dict[str, Any]:
    return {
        "interview": item.interview,
        "scenario": item.scenario,
        "at": item.at,
        "turns": item.turns,
        "by_model": item.by_model,
        "model": item.model,
        "faults": dict(item.faults),
        "caught": dict(item.caught),
        "usage": item.usage.model_dump(mode="json"),
    }


def checked_fields(fields: dict[str, str], scenario: Scenario) -> dict[str, str]:
    """The record's fields, known and of a sane length. Raises BadInput; nothing is kept then."""
    known = {item.id for item in scenario.record}
    unknown = [name for name in fields if name not in known]
    if unknown or len(fields) > MAX_FIELDS:
        raise BadInput(f"Champ inconnu dans la fiche : {', '.join(unknown[:3])}. Rechargez la page.")
    kept: dict[str, str] = {}
    for name, value in fields.items():
        if len(value) > MAX_FIELD_CHARS:
            raise BadInput(f"Le champ « {name} » dépasse {MAX_FIELD_CHARS} caractères. Raccourcissez-le.")
        if value.strip():
            kept[name] = said_text(value)
    return kept
