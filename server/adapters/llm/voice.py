"""The client's voice by a language model: sentence by sentence through the guard, never less than the move.

What has been shown is never taken back. A fault or a sentence that may not be shown ends the model's part; if the
move is not wholly said by then, a second try or the scenario's own lines finish it.
"""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass, field, replace

from server.adapters.llm.endpoint import Endpoint
from server.adapters.llm.meter import Meter
from server.adapters.llm.prompts import VoicePrompts
from server.domain.assessment.numerals import NumberReader
from server.domain.client.lines import Spoken, compose
from server.domain.llm.faults import GuardRefused, ModelFault
from server.domain.llm.prompt import Ask
from server.domain.voice.carried import Duty, Ground, missing
from server.domain.voice.guard import Catch, check
from server.domain.voice.lexicon import GuardLexicon
from server.domain.voice.script import Script, duties_of, script_of
from server.domain.voice.sentences import Splitter, joined, unlabelled
from server.domain.voice.sight import Numbers, Sight, sight_of
from server.usecases.ports import Brief, Library, Utterance, VoiceStatus

TRIES = 2
ROOM = 0.8  # share of the guard's limit that the model is told
WRITTEN = ("chat", "email")


@dataclass
class _Turn:
    """A reply being made."""

    script: Script
    sight: Sight
    ground: Ground
    duties: tuple[Duty, ...]
    names: tuple[str, ...]
    joint: str
    shown: list[str] = field(default_factory=list)
    caught: list[Catch] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What has been shown so far."""
        return joined(self.shown, self.joint)

    @property
    def missing(self) -> tuple[int, ...]:
        """The duties still to be said."""
        return missing(self.duties, self.text, self.ground)

    @property
    def whole(self) -> bool:
        """Whether what was shown carries the move."""
        return bool(self.shown) and not self.missing

    def lines(self, own: Spoken) -> str:
        """The whole reply, finished with the scenario's own lines."""
        if not self.shown:
            return own.text
        return joined([*self.shown, *(self.duties[at].line for at in self.missing)], self.joint)


class LlmVoice:
    """The ``Voice`` port over an endpoint. It always answers: the embedded composition is its last word."""

    name = "llm"

    def __init__(
        self, endpoint: Endpoint, prompts: VoicePrompts, lexicon: GuardLexicon, library: Library
    ) -> None:
        self._endpoint = endpoint
        self._prompts = prompts
        self._lexicon = lexicon
        self._library = library
        self._readers: dict[str, NumberReader] = {}

    def status(self) -> VoiceStatus:
        """The model, and whether it is being left alone."""
        circuit = self._endpoint.circuit
        return VoiceStatus("llm", self._endpoint.config.model, not circuit.troubled, circuit.last_fault)

    async def close(self) -> None:
        """Give the connections back."""
        await self._endpoint.close()

    async def speak(self, brief: Brief) -> AsyncIterator[Utterance]:
        """The reply as it grows; the last item is whole and says who spoke."""
        limits = self._endpoint.config.limits
        meter, fault = Meter(limits, brief.spent), None
        turn, began = self._turn(brief), self._endpoint.clock()
        for tried in range(TRIES):
            try:
                left = limits.total - (self._endpoint.clock() - began)
                async with aclosing(self._attempt(turn, tried, brief, meter, left)) as pieces:
                    async for text in pieces:
                        yield Utterance(text)
            except ModelFault as error:
                fault = error.code
                break
            if turn.whole:
                break
        yield self._whole(turn, brief, meter, fault)

    def _whole(self, turn: _Turn, brief: Brief, meter: Meter, fault: str | None) -> Utterance:
        own = compose(brief.move, brief.scenario, self._library.client_defaults, brief.spoken, brief.seed)
        text, voice = turn.text, "llm"
        if not turn.whole:
            text, voice = turn.lines(own), "mixed" if turn.shown else "embedded"
            fault = fault or GuardRefused.code
            meter.fell_back()
        return Utterance(
            text,
            last=True,
            marks=own.marks,
            fault=fault,
            voice=voice,
            model=self._endpoint.config.model,
            prompt=self._prompts.book.hash,
            caught=tuple(catch.rule for catch in turn.caught),
            usage=meter.usage,
        )

    async def _attempt(
        self, turn: _Turn, tried: int, brief: Brief, meter: Meter, left: float
    ) -> AsyncGenerator[str, None]:
        """One request; gives the text shown so far after each sentence let through."""
        manifest = self._prompts.book.manifest
        ask = Ask(
            self._prompts.messages(self._cued(turn, tried)),
            manifest.max_tokens,
            manifest.temperature,
            seed=brief.seed + brief.move.turn * TRIES + tried,
        )
        splitter = Splitter()
        async with aclosing(self._endpoint.stream(ask, meter, left)) as stream:
            async for piece in stream:
                for sentence in splitter.feed(piece):
                    if not self._let_through(turn, sentence):
                        return
                    yield turn.text
        for sentence in splitter.end():
            if self._let_through(turn, sentence):
                yield turn.text

    def _let_through(self, turn: _Turn, sentence: str) -> bool:
        text = sentence if turn.shown else unlabelled(sentence, turn.names)
        if not text.strip():
            return True
        catch = check(text, turn.text, turn.sight)
        if catch is not None:
            turn.caught.append(catch)
            return False
        turn.shown.append(text)
        return True

    def _cued(self, turn: _Turn, tried: int) -> Script:
        """The script, with what went wrong before when this is the second try."""
        if not tried:
            return turn.script
        again = [catch.again for catch in turn.caught]
        if turn.missing:
            again.append(self._lexicon.carried.again)
        cue = replace(turn.script.cue, shown=turn.text, again=tuple(dict.fromkeys(again)))
        return replace(turn.script, cue=cue)

    def _turn(self, brief: Brief) -> _Turn:
        scenario, library = brief.scenario, self._library
        duties = duties_of(brief.move, scenario, library.client_defaults, brief.spoken, brief.seed)
        themes = {theme.id: theme.label for theme in library.lexicon.themes}
        longest = self._lexicon.length.words[scenario.channel]
        script = script_of(
            scenario, brief.move, brief.turns, duties, library.catalogue, themes, round(longest * ROOM)
        )
        numbers = self._numbers(scenario.rubric)
        sight = sight_of(
            scenario,
            brief.move,
            brief.turns,
            [duty.line for duty in duties],
            library.catalogue,
            self._lexicon,
            numbers,
            self._prompts.instructions(script),
        )
        person = scenario.persona
        names = (person.first_name, f"{person.first_name} {person.last_name}", script.part.name)
        joint = "\n" if scenario.channel in WRITTEN else " "
        return _Turn(script, sight, Ground(scenario, self._lexicon, numbers), duties, names, joint)

    def _numbers(self, rubric_id: str) -> Numbers:
        """Reads the values of the numbers in a text."""
        reader = self._readers.get(rubric_id)
        if reader is None:
            feedback = self._library.rubric(rubric_id).feedback
            reader = self._readers[rubric_id] = NumberReader(feedback.numbers, feedback.figures)
        return lambda text: frozenset(number.value for number in reader.read(text))
