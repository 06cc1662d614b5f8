"""One exchange: what the advisor says is read, then the client decides. Used live, in simulation, in the terminal."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.domain.analysis import read_turn
from server.domain.analysis.acts import Reading
from server.domain.catalogue import Catalogue
from server.domain.client.defaults import ClientDefaults
from server.domain.client.director import decide
from server.domain.client.move import Move
from server.domain.client.state import ClientState
from server.domain.lexicon import Lexicon
from server.domain.scenario import Scenario
from server.domain.transcript import Turn


@dataclass(frozen=True, slots=True)
class Stage:
    """What an exchange is played with."""

    scenario: Scenario
    catalogue: Catalogue
    lexicon: Lexicon
    defaults: ClientDefaults


def exchange(
    stage: Stage, turns: Sequence[Turn], readings: Sequence[Reading], client: ClientState, said: Turn
) -> tuple[Reading, Move]:
    """Read an advisor turn in its context and decide the client's move."""
    # The log keeps the advisor's readings; of the client's, only the last words matter to what comes next.
    heard = [read_turn(turn, (), (), *_content(stage)) for turn in turns[-1:] if turn.speaker == "client"]
    reading = read_turn(said, turns, (*readings, *heard), *_content(stage))
    return reading, decide(client, reading, said.text, stage.scenario, stage.defaults)


def _content(stage: Stage) -> tuple[Scenario, Catalogue, Lexicon]:
    return stage.scenario, stage.catalogue, stage.lexicon
