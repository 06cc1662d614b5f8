"""The life of an objection: raised at its moment, resolved only by what resolves it, insisted on otherwise."""

from collections.abc import Sequence

from server.domain.analysis.acts import Reading
from server.domain.client.state import ClientState, OpenObjection
from server.domain.phrases import Token, says, says_plainly
from server.domain.scenario import Objection, Scenario

MAX_INSISTENCE = 2
PROBES = ("OBJ-CREUSER", "Q-OUVERTE", "RELANCE")
ANSWERS = ("OBJ-REPONDRE", "EXPLICATION", "ARG-CAB", "PROPOSITION", "CONFORMITE", "DELEGATION", "ESCALADE")


def open_one(state: ClientState, scenario: Scenario) -> Objection | None:
    """The objection on the table, if any (one at a time)."""
    for objection in scenario.objections:
        current = state.objections.get(objection.id)
        if current is not None and current.phase == "raised":
            return objection
    return None


def worked_on(
    current: OpenObjection, objection: Objection, reading: Reading, heard: Sequence[Sequence[Token]]
) -> OpenObjection:
    """The objection after the steps of this turn (acknowledge → probe → answer → check)."""
    steps = list(current.steps)

    def done(step: str, happened: bool) -> None:
        if happened and step not in steps:
            steps.append(step)

    done("acknowledge", reading.has("OBJ-ACCUEILLIR", "EMPATHIE", "EXCUSES", "REFORM-SIMPLE"))
    done("probe", reading.has(*PROBES))
    done("answer", says(heard, objection.answers))
    done("check", reading.has("OBJ-CONTROLER", "VALIDATION"))
    resolved = "answer" in steps and all(step in steps for step in objection.needs)
    return current.model_copy(update={"steps": tuple(steps), "phase": "resolved" if resolved else "raised"})


def mishandled(objection: Objection, reading: Reading, heard: Sequence[Sequence[Token]]) -> bool:
    """Whether this turn does what makes the client insist."""
    return reading.has(*objection.wrong_acts) or says_plainly(heard, objection.wrong)


def due(
    state: ClientState, reading: Reading, heard: Sequence[Sequence[Token]], scenario: Scenario, turn: int
) -> Objection | None:
    """The objection this turn calls for. None while another is open or when it is answered beforehand."""
    if open_one(state, scenario) is not None:
        return None
    for objection in scenario.objections:
        if objection.id in state.objections or turn < objection.trigger.after_turn:
            continue
        if _triggered(objection, state, reading, heard, turn) and not says(heard, objection.answers):
            return objection
    return None


def preempted(state: ClientState, heard: Sequence[Sequence[Token]], scenario: Scenario) -> tuple[str, ...]:
    """Objections that what was said so far has already answered: they do not come up by themselves."""
    return tuple(
        item.id
        for item in scenario.objections
        if item.id in state.preempted or (item.id not in state.objections and says(heard, item.answers))
    )


def _triggered(
    objection: Objection, state: ClientState, reading: Reading, heard: Sequence[Sequence[Token]], turn: int
) -> bool:
    trigger = objection.trigger
    by_itself = trigger.otherwise_after is not None and turn >= trigger.otherwise_after
    if by_itself and objection.id not in state.preempted:
        return True
    if set(trigger.products).intersection(reading.offers):
        return True
    if trigger.acts and reading.has(*trigger.acts):
        return True
    if set(trigger.facts).intersection(state.revealed):
        return True
    summing_up = reading.has("CONCLUSION", "REFORM-SYNTHESE")
    return bool(trigger.says) and not summing_up and says(heard, trigger.says)
