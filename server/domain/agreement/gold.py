"""A gold corpus: transcripts and what each annotator marked on them. Not the truth: opinions to compare."""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field

from server.domain.transcript import Transcript


class _Marked(BaseModel):
    """Annotators' tools add their own keys (a reason, a name): kept out, never refused."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class MarkedLevel(_Marked):
    """The level given to a criterion, null when it could not be judged, and the advisor turns that prove it."""

    level: int | None = Field(ge=0, le=3)
    turns: tuple[int, ...] = ()


class MarkedAct(_Marked):
    """An act of a turn, with the words that carry it."""

    act: str = Field(min_length=1)
    quote: str = ""


class Annotation(_Marked):
    """One annotator's reading of one transcript; ``acts`` by advisor turn."""

    transcript: str | None = None
    criteria: Mapping[str, MarkedLevel]
    acts: Mapping[int, tuple[MarkedAct, ...]] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GoldItem:
    """A transcript, the file it comes from, and its annotations by annotator."""

    source: str
    transcript: Transcript
    annotations: Mapping[str, Annotation]


@dataclass(frozen=True, slots=True)
class Gold:
    """The corpus, in the order of its file names; every annotator has read every transcript."""

    name: str
    annotators: tuple[str, ...]
    items: tuple[GoldItem, ...]
