"""A request to a language model, as plain data."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a chat."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked: the messages and how long, how free, the answer may be."""

    messages: tuple[Message, ...]
    max_tokens: int
    temperature: float = 0.0
    seed: int | None = None

    @property
    def text(self) -> str:
        """Every message, in order: what a prefix is measured on."""
        return "\n".join(f"{message.role}\n{message.content}" for message in self.messages)
