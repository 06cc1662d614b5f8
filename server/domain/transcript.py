"""``transcript/1``: what was said, by whom, in order. Not what it is worth."""

from collections.abc import Mapping
from typing import Any, Literal, Self

from pydantic import ConfigDict, Field, field_validator, model_validator

from server.domain.model import Model
from server.domain.text import normal

Speaker = Literal["advisor", "client"]
Channel = Literal["in_person", "phone", "video", "chat", "email"]
Register = Literal["stt", "oral", "typed"]


class Turn(Model):
    """One person's uninterrupted speech or message."""

    model_config = ConfigDict(frozen=True, extra="allow")

    n: int = Field(ge=1, description="Numéro du tour, à partir de 1, de un en un")
    speaker: Speaker = Field(description="advisor (le conseiller) ou client")
    text: str = Field(description="Texte dit, Unicode NFC")
    at: float | None = Field(default=None, ge=0, description="Secondes depuis le début")

    @field_validator("text")
    @classmethod
    def _nfc(cls, value: str) -> str:
        return normal(value)


class Transcript(Model):
    """A whole interview as a document. Unknown keys are kept."""

    model_config = ConfigDict(frozen=True, extra="allow", populate_by_name=True)

    format: Literal["transcript/1"] = Field(alias="schema", description="Version du format")
    id: str = Field(min_length=1, max_length=200, description="Identifiant du transcript")
    scenario: str = Field(min_length=1, max_length=200, description="Identifiant du scénario")
    channel: Channel = Field(default="in_person", description="Canal de l'entretien")
    language: str = Field(default="fr", description="Langue, fr")
    register_: Register | None = Field(
        default=None, alias="register", description="stt, oral ou typed ; déduit si absent"
    )
    started_at: str | None = Field(default=None, description="Début, ISO 8601")
    turns: tuple[Turn, ...] = Field(description="Les tours, dans l'ordre")
    ended_by: str | None = Field(default=None, description="Qui a mis fin : advisor, client ou time")
    client_record: Mapping[str, Any] | None = Field(
        default=None, description="La fiche client remplie par le conseiller"
    )

    @model_validator(mode="after")
    def _whole(self) -> Self:
        for place, turn in enumerate(self.turns, start=1):
            if turn.n != place:
                raise ValueError(f"le tour {place} porte le numéro {turn.n} : numérotez de 1 en 1, sans trou")
        return self

    @property
    def advisor_turns(self) -> tuple[Turn, ...]:
        """The turns that are judged."""
        return tuple(turn for turn in self.turns if turn.speaker == "advisor")

    def turn(self, n: int) -> Turn:
        """Turn number ``n`` (1-based)."""
        return self.turns[n - 1]


def infer_register(turns: tuple[Turn, ...], channel: Channel) -> Register:
    """Register of a transcript that does not say it: written channel, else punctuation decides."""
    if channel in ("chat", "email"):
        return "typed"
    text = " ".join(turn.text for turn in turns if turn.speaker == "advisor")
    marks = sum(text.count(mark) for mark in ".?!,")
    return "stt" if len(text) > 40 and marks * 200 < len(text) else "oral"
