"""A question half understood: the client asks back what it is about, and a second try is taken to be about it."""

from server.domain.analysis.acts import Reading
from server.domain.client.defaults import ClientDefaults
from server.domain.client.draft import Draft
from server.domain.client.state import ClientState
from server.domain.phrases import says
from server.domain.scenario import Fact, Scenario

SHORT = 8  # words of a plain yes


def tried_again(state: ClientState, reading: Reading, text: str, defaults: ClientDefaults) -> Reading:
    """The reading, with the facts that the client wondered about when this turn comes back to them."""
    again = tuple(ref for ref in reading.near if ref in state.wondered)
    if not again and not reading.facts and reading.words <= SHORT and says(text, defaults.affirms):
        again = state.wondered[:1]
    return reading.model_copy(update={"facts": (*reading.facts, *again)}) if again else reading


def ask_back(draft: Draft, state: ClientState, reading: Reading, scenario: Scenario) -> bool:
    """Ask what the question was about when it may touch something not told yet; once in a row."""
    if state.wondered:
        return False
    fact = next((fact for ref in reading.near if (fact := _untold(ref, state, scenario))), None)
    if fact is None:
        return False
    draft.say("situation", "ask_back", fact.theme)
    draft.kind = "ask_again"
    draft.changes["wondered"] = (fact.id,)
    draft.because("half understood", fact.theme)
    return True


def _untold(ref: str, state: ClientState, scenario: Scenario) -> Fact | None:
    return None if ref in state.revealed else scenario.fact(ref)
