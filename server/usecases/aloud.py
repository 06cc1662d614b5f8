"""Play an interview in memory with any voice: what ``play`` and ``simulate`` do when a language model speaks."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from server.domain.client.move import Move
from server.domain.exchange import Stage
from server.domain.llm.usage import Usage, total
from server.usecases import simulate
from server.usecases.ports import Brief, Utterance, Voice
from server.usecases.simulate import Play

Show = Callable[[str], None]


@dataclass(frozen=True)
class Aloud:
    """A play and how each of the client's turns was said."""

    play: Play
    utterances: tuple[Utterance, ...] = ()

    @property
    def usage(self) -> Usage:
        """What the whole play cost."""
        return total(one.usage for one in self.utterances if one.usage)


def silent(_text: str) -> None:
    """Show nothing while the client speaks."""


async def start(stage: Stage, seed: int, voice: Voice, show: Show = silent) -> Aloud:
    """The beginning; the client has already spoken when they speak first."""
    play, move = simulate.opened(stage, seed)
    return await _answer(Aloud(play), play, move, voice, show) if move is not None else Aloud(play)


async def say(so_far: Aloud, text: str, voice: Voice, show: Show = silent) -> Aloud:
    """One advisor turn and the client's answer; ``show`` receives it as it grows."""
    play, move = simulate.heard(so_far.play, text)
    return await _answer(so_far, play, move, voice, show)


async def _answer(so_far: Aloud, play: Play, move: Move, voice: Voice, show: Show) -> Aloud:
    brief = Brief(play.stage.scenario, move, play.turns, play.client.spoken, play.seed, so_far.usage)
    whole = Utterance("")
    async for whole in voice.speak(brief):
        show(whole.text)
    return replace(
        so_far,
        play=simulate.answered(play, move, whole.text, whole.marks),
        utterances=(*so_far.utterances, whole),
    )


async def play_lines(stage: Stage, lines: Iterable[str], seed: int, voice: Voice) -> Aloud:
    """Play every line until the client ends the interview."""
    so_far = await start(stage, seed, voice)
    for line in lines:
        if so_far.play.ended:
            break
        so_far = await say(so_far, line, voice)
    return so_far


def document(aloud: Aloud, transcript_id: str) -> dict[str, Any]:
    """``transcript/1`` with the director's trace, and on each client turn who said it and what it cost."""
    found = simulate.document(aloud.play, transcript_id)
    client = [turn for turn in found["turns"] if turn["speaker"] == "client"]
    for turn, said in zip(client, aloud.utterances, strict=True):
        turn["voice"] = {
            "engine": said.voice or "embedded",
            "model": said.model,
            "fault": said.fault,
            "caught": list(said.caught),
            "prompt": said.prompt,
            "usage": said.usage.model_dump(mode="json") if said.usage else None,
        }
    return {**found, "usage": aloud.usage.model_dump(mode="json")}
