"""The prompt files of ``prompts/``: French, data, hashed; rendered from a typed script and nothing else."""

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Literal

from jinja2 import DictLoader, Environment, StrictUndefined
from pydantic import Field

from server.adapters.content.validation import parse
from server.adapters.content.yaml_source import read_yaml
from server.domain.llm.prompt import Message
from server.domain.model import Model
from server.domain.voice.script import Cue, Said, Script

HASH_LENGTH = 16


class Manifest(Model):
    """``prompt/1``: which files make a prompt, and how it is sampled."""

    format: Literal["prompt/1"] = Field(alias="schema", description="Version du format")
    id: str = Field(description="Nom de la consigne")
    version: int = Field(ge=1, description="Version, à augmenter quand le sens change")
    temperature: float = Field(ge=0, le=2, description="Liberté du tirage")
    max_tokens: int = Field(ge=1, description="Longueur maximale de la réponse, en jetons")
    templates: tuple[str, ...] = Field(min_length=1, description="Fichiers, dans l'ordre")


class PromptBook:
    """The templates of one folder, as they were when read. ``hash`` changes with any byte of any of them."""

    def __init__(self, folder: Path) -> None:
        self.manifest = parse(read_yaml(folder / "manifest.yaml", f"{folder.name}/manifest.yaml"), Manifest)
        names = ("manifest.yaml", *self.manifest.templates)
        files = {name: (folder / name).read_bytes() for name in names}
        body = b"\0".join(name.encode() + b"\0" + content for name, content in files.items())
        self.hash = hashlib.sha256(body).hexdigest()[:HASH_LENGTH]
        self._environment = Environment(
            loader=DictLoader({name: content.decode("utf-8") for name, content in files.items()}),
            autoescape=False,  # noqa: S701  # plain text for a model, never HTML
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def render(self, name: str, **values: object) -> str:
        """One template as text."""
        return self._environment.get_template(name).render(**values).strip()


class VoicePrompts:
    """The messages of one turn of the voice: what never changes first, the move last."""

    def __init__(self, book: PromptBook) -> None:
        self.book = book

    def messages(self, script: Script) -> tuple[Message, ...]:
        """System, then the conversation as it grows, then this turn's cue in the last message."""
        system = self.book.render("system.j2", part=script.part, earlier=script.earlier)
        found = [Message("system", system)]
        if not script.turns or script.turns[0].speaker == "client":
            found.append(Message("user", self.book.render("opening.j2")))
        for turn in script.turns:
            found = _add(found, self._message(turn))
        return tuple(_add(found, Message("user", self._cue(script.cue))))

    def instructions(self, script: Script) -> str:
        """The fixed words of the prompt, which a reply must never recite."""
        bare = Cue(points=(), mood=script.cue.mood)
        return (
            self.book.render("system.j2", part=replace(script.part, samples=()), earlier=())
            + "\n"
            + self._cue(bare)
        )

    def _message(self, turn: Said) -> Message:
        if turn.speaker == "client":
            return Message("assistant", turn.text)
        return Message("user", self.book.render("advisor.j2", text=turn.text))

    def _cue(self, cue: Cue) -> str:
        return self.book.render("cue.j2", cue=cue)


def _add(messages: list[Message], message: Message) -> list[Message]:
    """Append; two messages of one role in a row become one, as many chat templates require."""
    last = messages[-1]
    if last.role != message.role:
        return [*messages, message]
    return [*messages[:-1], Message(last.role, f"{last.content}\n\n{message.content}")]
