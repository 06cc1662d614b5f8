"""One hint about the next move, never the answer. Texts are in ``lexicons/hints.yaml``."""

from server.domain.interview import Interview
from server.domain.model import Model
from server.domain.scenario import Scenario
from server.domain.steps import steps_done


class Hints(Model):
    """Hints by moment of the interview; several a moment, given in turn."""

    greet: tuple[str, ...]
    objection: tuple[str, ...]
    demand: tuple[str, ...]
    discover: tuple[str, ...]
    deepen: tuple[str, ...]
    restate: tuple[str, ...]
    propose: tuple[str, ...]
    conclude: tuple[str, ...]
    leave: tuple[str, ...]


DISCOVERY_QUESTIONS = 3
DISCOVERED_SHARE = 0.5


def hint_for(interview: Interview, scenario: Scenario, hints: Hints) -> str:
    """The hint for where the interview stands; asking again gives another wording."""
    pool = _pool(interview, scenario, hints)
    return pool[interview.hints % len(pool)]


def _pool(interview: Interview, scenario: Scenario, hints: Hints) -> tuple[str, ...]:
    done = steps_done(interview.readings)
    client = interview.client
    seen = client.acts_seen
    if 2 not in done:
        return hints.greet
    if any(item.phase == "raised" for item in client.objections.values()):
        return hints.objection
    if (
        scenario.demand.present
        and not client.demand_answered
        and client.advisor_turns >= 2 * DISCOVERY_QUESTIONS
    ):
        return hints.demand
    if client.questions_asked < DISCOVERY_QUESTIONS:
        return hints.discover
    if len(client.revealed) < DISCOVERED_SHARE * len(scenario.facts):
        return hints.deepen
    if "REFORM-SYNTHESE" not in seen and "REFORM-SIMPLE" not in seen:
        return hints.restate
    if 4 not in done:
        return hints.propose
    return hints.leave if 6 in done else hints.conclude
