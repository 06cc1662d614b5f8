"""The embedded voice: the scenario's own lines, no key, no network."""

import asyncio
import re
from collections.abc import AsyncIterator

from server.domain.client.defaults import ClientDefaults
from server.domain.client.lines import compose
from server.usecases.ports import Brief, Utterance, VoiceStatus

_SENTENCE = re.compile(r"[^.!?…\n]+[.!?…\n]*\s*")
THINKING_SECONDS = 0.5
SECONDS_PER_CHARACTER = 0.012
LONGEST_PAUSE = 1.6


class EmbeddedVoice:
    """Speaks at a human pace; ``pace`` 0 says everything at once (commands, tests)."""

    name = "embedded"

    def __init__(self, defaults: ClientDefaults, pace: float = 1.0) -> None:
        self._defaults = defaults
        self._pace = pace

    async def speak(self, brief: Brief) -> AsyncIterator[Utterance]:
        """The reply, sentence by sentence."""
        spoken = compose(brief.move, brief.scenario, self._defaults, brief.spoken, brief.seed)
        await self._wait(THINKING_SECONDS)
        so_far = ""
        for sentence in _SENTENCE.findall(spoken.text) or [spoken.text]:
            so_far += sentence
            await self._wait(min(LONGEST_PAUSE, len(sentence) * SECONDS_PER_CHARACTER))
            yield Utterance(so_far.rstrip())
        yield Utterance(spoken.text, last=True, marks=spoken.marks)

    def status(self) -> VoiceStatus:
        """Always there."""
        return VoiceStatus("embedded")

    async def close(self) -> None:
        """Holds nothing."""

    async def _wait(self, seconds: float) -> None:
        if self._pace > 0:
            await asyncio.sleep(seconds * self._pace)
