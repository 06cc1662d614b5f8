"""A question half understood is asked back about; the second try works, and nothing is told before."""

from server.domain.analysis.acts import Act, Reading
from server.domain.client.director import decide, opening_state
from server.domain.client.lines import compose
from server.domain.client.move import Move
from server.domain.client.state import ClientState
from server.domain.exchange import Stage

QUESTION = "Et les quatre murs, dites ?"


def asks(turn: int, text: str, **fields: tuple[str, ...]) -> Reading:
    act = Act(turn=turn, act="Q-FERMEE", start=0, end=len(text), quote=text, confidence=0.8)
    return Reading.model_validate({"turn": turn, "speaker": "advisor", "acts": (act,), "words": 5, **fields})


def started(stage: Stage) -> ClientState:
    """Some turns in, with nothing left that the client tells by herself."""
    told = tuple(fact.id for fact in stage.scenario.facts if fact.access == "spontaneous")
    return opening_state(stage.scenario).model_copy(
        update={"trust": 60, "advisor_turns": 2, "revealed": told}
    )


def answer(stage: Stage, state: ClientState, reading: Reading, text: str) -> Move:
    return decide(state, reading, text, stage.scenario, stage.defaults)


def test_what_is_half_understood_is_asked_back(stage: Stage) -> None:
    state = started(stage)
    first = answer(stage, state, asks(1, QUESTION, near=("F4",)), QUESTION)
    assert first.kind == "ask_again"
    assert first.revealed == ()
    said = compose(first, stage.scenario, stage.defaults, (), 1).text
    assert said in stage.defaults.ask_back["logement"]

    again = answer(stage, first.after, asks(3, QUESTION, near=("F4",), themes=("logement",)), QUESTION)
    assert again.revealed == ("F4",)
    other = answer(
        stage, first.after, asks(3, "Vous avez une voiture ?", facts=("F4",)), "Vous avez une voiture ?"
    )
    assert other.revealed == ()
    yes = Reading(turn=3, speaker="advisor", words=2)
    assert answer(stage, first.after, yes, "Oui, voilà.").revealed == ("F4",)


def test_another_subject_forgets_it(stage: Stage) -> None:
    state = started(stage)
    first = answer(stage, state, asks(1, QUESTION, near=("F4",)), QUESTION)
    elsewhere = answer(stage, first.after, asks(3, "Vous aimez le cinéma ?"), "Vous aimez le cinéma ?")
    assert elsewhere.revealed == ()
    late = Reading(turn=5, speaker="advisor", words=1)
    assert answer(stage, elsewhere.after, late, "Oui.").revealed == ()
