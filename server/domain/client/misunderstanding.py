"""A question half understood: the client asks back what it is about, and a second try is taken to be about it."""

from server.domain.analysis.acts import Reading
from server.domain.client.defaults import ClientDefaults
from server.domain.client.draft import Draft
from server.domain.client.state import ClientState
from server.domain.phrases import says
from server.domain.scenario import Fact, Scenario

SHORT = 8  # words of a plain yes


def tried_again(
    state: ClientState, reading: Reading, text: str, defaults: ClientDefaults, scenario: Scenario
) -> Reading:
    """The reading, with what the client wondered about when this turn comes back to it, and without it otherwise.

    The client's own words (« le virement, c'est ça ? ») must not make any next question be about it.
    """
    if not state.wondered:
        return reading
    yes = reading.words <= SHORT and says(text, defaults.affirms)
    back = tuple(ref for ref in state.wondered if yes or _speaks_of(ref, reading, scenario))
    kept = tuple(ref for ref in reading.facts if ref not in state.wondered or ref in back)
    if yes and not kept:
        return reading.model_copy(update={"facts": back[:1]})
    again = tuple(ref for ref in back if ref in reading.near)
    return reading.model_copy(update={"facts": (*kept, *again)})


def _speaks_of(ref: str, reading: Reading, scenario: Scenario) -> bool:
    fact = scenario.fact(ref)
    return fact is not None and fact.theme in reading.themes


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
