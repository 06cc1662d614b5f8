"""``GET /health``: whether the process answers, and which engine speaks. No secret, no address, no name."""

from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel

from server import __version__
from server.domain.llm.faults import told
from server.entrypoints.web.api import House

router = APIRouter(tags=["exploitation"])


class VoiceHealth(BaseModel):
    """Who speaks for the client. ``fallback``: the model is left alone, the embedded voice speaks."""

    engine: Literal["embedded", "llm"]
    model: str | None
    state: Literal["ready", "fallback"]
    fault: str | None = None
    message: str | None = None


class Health(BaseModel):
    """The process answers."""

    status: Literal["ok"] = "ok"
    version: str
    voice: VoiceHealth


@router.get("/health")
async def health(house: House) -> Health:
    """Whether it answers, and which engine speaks at this moment."""
    voice = house.engine.voice.status()
    spoken = VoiceHealth(
        engine=voice.engine,
        model=voice.model,
        state="ready" if voice.available else "fallback",
        fault=voice.fault,
        message=told(voice.fault) if voice.fault else None,
    )
    return Health(version=__version__, voice=spoken)
