"""What the use cases need from the outside, as protocols."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from server.domain.catalogue import Catalogue
from server.domain.client.defaults import ClientDefaults
from server.domain.client.move import Move
from server.domain.events import Event, Mode, Recorded
from server.domain.hints import Hints
from server.domain.lexicon import Lexicon
from server.domain.llm.usage import UNUSED, Usage
from server.domain.rubric import Rubric
from server.domain.scenario import Scenario
from server.domain.transcript import Transcript, Turn


class Library(Protocol):
    """The content: scenarios, rubrics, the dated catalogue, the lexicons."""

    @property
    def catalogue(self) -> Catalogue:
        """The dated catalogue."""

    @property
    def lexicon(self) -> Lexicon:
        """The lexicons and the small models."""

    @property
    def client_defaults(self) -> ClientDefaults:
        """What every client shares."""

    @property
    def hints(self) -> Hints:
        """The hints of the training mode."""

    def scenario(self, scenario_id: str) -> Scenario:
        """The scenario of that id. Raises NotFound."""

    def scenarios(self) -> Sequence[Scenario]:
        """Every usable scenario, in order of id."""

    def rubric(self, rubric_id: str) -> Rubric:
        """The rubric of that id. Raises NotFound."""

    def rubrics(self) -> Sequence[Rubric]:
        """Every rubric."""

    def samples(self) -> Sequence[Transcript]:
        """The shipped sample transcripts."""


@dataclass(frozen=True, slots=True)
class Header:
    """What is known of an interview without reading its events."""

    id: str
    owner: str
    scenario: str
    scenario_hash: str
    rubric_hash: str
    mode: Mode
    epoch: str
    created_at: float
    ended: bool
    assessed: bool
    last_seq: int = 0


class EventStore(Protocol):
    """The log. Every durable fact is an event; appending is all or nothing."""

    def create(self, header: Header, frozen: dict[str, str], events: Sequence[tuple[float, Event]]) -> None:
        """A new interview with its first events and the content it was opened with."""

    def append(
        self, interview_id: str, expected_seq: int, at: float, events: Sequence[Event]
    ) -> list[Recorded]:
        """Add events right after ``expected_seq``. Raises Conflict when another writer came first."""

    def read(self, interview_id: str, after_seq: int = 0) -> list[Recorded]:
        """The events after a sequence number, in order."""

    def header(self, interview_id: str) -> Header:
        """Raises NotFound."""

    def headers(self, owner: str) -> list[Header]:
        """A person's interviews, newest first."""

    def erase(self, owner: str) -> list[str]:
        """Delete every interview of a person with its events, all or nothing; gives their ids."""

    def recent(self, limit: int) -> list[Header]:
        """Everybody's interviews, newest first: for the operator, who sees no word of them."""

    def owing(self) -> list[str]:
        """Interviews that owe a client turn or an assessment."""

    def tips(self, interview_ids: Sequence[str]) -> dict[str, int]:
        """The last sequence number of each of these interviews that exist."""

    def frozen(self, content_hash: str) -> str:
        """The JSON of a content as it was when used. Raises NotFound."""

    def setting(self, key: str) -> str | None:
        """A small durable value of the installation."""

    def keep_setting(self, key: str, value: str | None) -> None:
        """Write or remove it."""

    def first_setting(self, key: str, value: str) -> str:
        """Write it unless another was written before; gives what is kept. Safe between processes."""


@dataclass(frozen=True, slots=True)
class Brief:
    """All that a voice may know: the move and what was already said. No hidden fact beyond the move's."""

    scenario: Scenario
    move: Move
    turns: tuple[Turn, ...]
    spoken: tuple[str, ...]
    seed: int
    spent: Usage = UNUSED


@dataclass(frozen=True, slots=True)
class Utterance:
    """A piece of the reply; the last one is whole and carries the marks of its lines."""

    text: str
    last: bool = False
    marks: tuple[str, ...] = ()
    fault: str | None = None
    voice: str | None = None
    model: str | None = None
    prompt: str | None = None
    caught: tuple[str, ...] = ()
    usage: Usage | None = None


@dataclass(frozen=True, slots=True)
class VoiceStatus:
    """Which engine speaks at this moment. ``fault`` is the code of what keeps the model from speaking."""

    engine: Literal["embedded", "llm"]
    model: str | None = None
    available: bool = True
    fault: str | None = None


class Voice(Protocol):
    """Turns a move into French, sentence by sentence."""

    name: str

    def speak(self, brief: Brief) -> AsyncIterator[Utterance]:
        """Growing text of the reply; the final item has ``last`` set."""

    def status(self) -> VoiceStatus:
        """Which engine speaks at this moment."""

    async def close(self) -> None:
        """Give back what it holds, when the process stops."""


Message = dict[str, Any]


class Bus(Protocol):
    """Who is looking at an interview hears of it."""

    def publish(self, interview_id: str, message: Message | None) -> None:
        """Hand a message to everyone subscribed; ``None`` means: read the log again."""


class Mailbox(Protocol):
    """What waits for one reader: bounded, so that a slow reader costs nothing to the others."""

    def push(self, message: Message | None) -> None:
        """Never waits. Too many messages become one ``None``: read the log again."""

    async def get(self) -> Message | None:
        """The next one, in order."""


class LiveBus(Bus, Protocol):
    """A bus that can be listened to."""

    def subscribe(self, interview_id: str) -> AbstractContextManager[Mailbox]:
        """Messages published while inside the block."""

    def running(self) -> AbstractAsyncContextManager[None]:
        """The life of the bus, as long as the server's."""


class Lease(Protocol):
    """One process at a time plays an interview. It spares double work; the log's sequence stays the guard."""

    def hold(self, interview_id: str) -> AbstractAsyncContextManager[None]:
        """Inside the block no other process plays this interview."""


Clock = Callable[[], float]
NewId = Callable[[], str]
NewSeed = Callable[[], int]


@dataclass(frozen=True, slots=True)
class Engine:
    """The dependencies of the use cases, wired once in ``bootstrap``."""

    library: Library
    store: EventStore
    voice: Voice
    bus: Bus
    clock: Clock
    new_id: NewId
    new_seed: NewSeed
