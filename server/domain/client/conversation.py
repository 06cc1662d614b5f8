"""One ordinary exchange: correction, disclosure, objection, offers, demand, then small answers, in that order."""

from collections.abc import Sequence

from server.domain.analysis.acts import Reading
from server.domain.client import disclosure, misunderstanding, objections, offers, reactions
from server.domain.client.draft import Draft
from server.domain.client.move import MoveKind
from server.domain.client.state import ClientState, OpenObjection
from server.domain.phrases import Token, says
from server.domain.scenario import Fact, Objection, Scenario

Heard = Sequence[Sequence[Token]]
REMIND_AFTER = 4
REMIND_EVERY = 3
MAX_REMINDERS = 3
PRECISE_RDV = "precise"
OFFER_KINDS: dict[offers.Answer, MoveKind] = {
    "accepted": "accept",
    "considered": "consider",
    "refused": "refuse",
}
NOT_ASKING_AGAIN = ("REFORM-SYNTHESE", "CONCLUSION", "PRISE-RDV", "PROPOSITION", "OBJ-REPONDRE")


def converse(draft: Draft, state: ClientState, reading: Reading, heard: Heard, scenario: Scenario) -> None:
    """Fill the draft for a turn that neither ends the interview nor is odd input."""
    turn = state.advisor_turns + 1
    _feel_slip(draft, reading)
    _put_right(draft, state, reading, scenario)
    _ask_meaning(draft, state, reading)
    _tell(draft, state, reading, heard, scenario)
    _work_objection(draft, state, reading, heard, scenario)
    _weigh_offers(draft, state, reading, heard, scenario)
    _raise_objection(draft, state, reading, heard, scenario, turn)
    _volunteer(draft, state, scenario)
    _fix_appointment(draft, reading)
    _come_back_to_demand(draft, state, heard, reading, scenario, turn)
    if not draft.parts:
        _small_answer(draft, state, reading, scenario)


def _feel_slip(draft: Draft, reading: Reading) -> None:
    situation = reactions.slip(reading)
    if situation:
        draft.say("situation", situation)


def _put_right(draft: Draft, state: ClientState, reading: Reading, scenario: Scenario) -> None:
    for item in reading.restated:
        if not item.true and item.correction and _may_correct(draft, state, item.ref, scenario):
            draft.say("correct", item.ref or "restated", item.correction)
            draft.kind = "correct"
            draft.because("correction", item.ref)
            return
    if any(item.true for item in reading.restated) and reading.has("REFORM-SIMPLE", "REFORM-SYNTHESE"):
        draft.say("situation", "confirm")
        draft.kind = "confirm"


def _may_correct(draft: Draft, state: ClientState, ref: str, scenario: Scenario) -> bool:
    """A wrong restatement is put right; a wrong belief about a fact still hidden earns it only if it is easy."""
    fact = scenario.fact(ref)
    if fact is None or fact.id in state.revealed:
        return True
    if fact.access not in ("spontaneous", "easy") or draft.trust < fact.threshold:
        return False
    draft.revealed.append(fact.id)
    draft.changes["last_theme"] = fact.theme
    return True


def _ask_meaning(draft: Draft, state: ClientState, reading: Reading) -> None:
    term = next((word for word in reading.jargon if word.lower() not in state.asked_meaning), None)
    if term and draft.kind != "correct":
        draft.say("situation", "jargon", term)
        draft.kind = "ask_meaning"
        draft.changes["asked_meaning"] = (*state.asked_meaning, term.lower())
        draft.because("jargon", term)


def _tell(draft: Draft, state: ClientState, reading: Reading, heard: Heard, scenario: Scenario) -> None:
    known = state.model_copy(update={"revealed": (*state.revealed, *draft.revealed)})
    told = disclosure.disclose(known, reading, heard, draft.trust, scenario)
    asked = dict(state.asked_facts)
    for fact_id in told.asked:
        asked[fact_id] = asked.get(fact_id, 0) + 1
    draft.changes["asked_facts"] = asked
    for fact in told.earned:
        _reveal(draft, fact, "question")
    if told.earned:
        return
    topic = next(
        (t for t in scenario.topics if t.id in reading.topics and t.id not in state.topics_told), None
    )
    if topic is not None:
        draft.say("topic", topic.id)
        draft.topics.append(topic.id)
        draft.kind = "answer"
        draft.changes["last_theme"] = topic.theme
    elif told.withheld:
        draft.say("guarded", told.withheld[0].id)
        draft.kind = "answer"
        draft.because("withheld", told.withheld[0].id)
    elif told.again and not draft.parts and _asks_again(reading):
        draft.say("situation", "already_told")
        draft.say("fact", told.again[0].id)
        draft.kind = "answer"


def _asks_again(reading: Reading) -> bool:
    """Whether a known fact is really asked for; agreeing on an offer or a date is not asking."""
    return reactions.questioned(reading) and not reading.has(*NOT_ASKING_AGAIN)


def _reveal(draft: Draft, fact: Fact, why: str) -> None:
    draft.say("fact", fact.id)
    draft.revealed.append(fact.id)
    draft.kind = "reveal"
    draft.changes["last_theme"] = fact.theme
    draft.because(f"revealed {fact.id}", why)


def _work_objection(
    draft: Draft, state: ClientState, reading: Reading, heard: Heard, scenario: Scenario
) -> None:
    objection = objections.open_one(state, scenario)
    if objection is None:
        return
    before = state.objections[objection.id]
    after = objections.worked_on(before, objection, reading, heard)
    if objections.mishandled(objection, reading, heard):
        after = before
        _insist(draft, objection, after, state)
        return
    if after.phase == "resolved":
        draft.say("resolved", objection.id)
        draft.resolved.append(objection.id)
        draft.kind = "yield"
        _set_objection(draft, state, objection, after)
        return
    _set_objection(draft, state, objection, after)
    if "probe" in after.steps and "probe" not in before.steps and not draft.revealed:
        draft.say("cause", objection.id)
        draft.kind = "answer"
    elif not draft.revealed and after.steps == before.steps and not reactions.questioned(reading):
        _insist(draft, objection, after, state)


def _insist(draft: Draft, objection: Objection, current: OpenObjection, state: ClientState) -> None:
    if current.insisted >= objections.MAX_INSISTENCE:
        _set_objection(draft, state, objection, current.model_copy(update={"phase": "dropped"}))
        draft.because("dropped", objection.id)
        return
    draft.say("insist", objection.id)
    draft.insisted.append(objection.id)
    draft.kind = "insist"
    _set_objection(draft, state, objection, current.model_copy(update={"insisted": current.insisted + 1}))


def _set_objection(draft: Draft, state: ClientState, objection: Objection, value: OpenObjection) -> None:
    table = dict(draft.changes.get("objections", state.objections))
    table[objection.id] = value
    draft.changes["objections"] = table


def _weigh_offers(
    draft: Draft, state: ClientState, reading: Reading, heard: Heard, scenario: Scenario
) -> None:
    if (
        reading.offers
        and state.questions_asked == 0
        and not reactions.questioned(reading)
        and scenario.demand.present
    ):
        draft.say("situation", "cold_product")
    known = state.model_copy(update={"revealed": (*state.revealed, *draft.revealed)})
    for answer in offers.answers(known, reading, heard, scenario)[:2]:
        draft.offers[answer.product] = answer.answer
        if len(draft.parts) >= 3:
            continue
        if answer.source == "unknown":
            draft.say("situation", "consider_generic", answer.product)
        else:
            draft.say(OFFER_KINDS[answer.answer], f"{answer.source}:{answer.index}")
        draft.kind = OFFER_KINDS[answer.answer]


def _raise_objection(
    draft: Draft, state: ClientState, reading: Reading, heard: Heard, scenario: Scenario, turn: int
) -> None:
    if draft.resolved or draft.insisted or draft.kind in ("correct", "ask_meaning"):
        return
    if reading.has("PRISE-DE-CONGE"):
        return
    known = state.model_copy(update={"revealed": (*state.revealed, *draft.revealed)})
    objection = objections.due(known, reading, heard, scenario, turn)
    if objection is None:
        return
    # An objection to an offer replaces the consent that would contradict it.
    if set(objection.trigger.products).intersection(draft.offers):
        draft.parts = [part for part in draft.parts if part.kind not in ("accept", "consider")]
        for product in set(objection.trigger.products).intersection(draft.offers):
            if draft.offers[product] == "accepted":
                draft.offers[product] = "considered"
    draft.say("objection", objection.id)
    draft.raised.append(objection.id)
    draft.kind = "object"
    _set_objection(draft, state, objection, OpenObjection(raised_turn=turn))


def _volunteer(draft: Draft, state: ClientState, scenario: Scenario) -> None:
    if draft.revealed or draft.raised or draft.insisted or len(draft.parts) > 1:
        return
    fact = disclosure.spontaneous(state, scenario)
    if fact is not None:
        _reveal(draft, fact, "spontaneous")


def _fix_appointment(draft: Draft, reading: Reading) -> None:
    act = next((act for act in reading.acts if act.act == "PRISE-RDV"), None)
    if act is None or draft.raised or draft.insisted:
        return
    vague = act.attributes.get(PRECISE_RDV) == "non"
    draft.say("situation", "appointment_how" if vague else "appointment_yes")
    if draft.kind == "react":
        draft.kind = "consider" if vague else "accept"


def _come_back_to_demand(
    draft: Draft, state: ClientState, heard: Heard, reading: Reading, scenario: Scenario, turn: int
) -> None:
    demand = scenario.demand
    if demand.points:
        _come_back_to_points(draft, state, heard, scenario)
        return
    if state.demand_answered or says(heard, demand.says) or set(demand.products).intersection(reading.offers):
        draft.changes["demand_answered"] = True
        return
    late = demand.present and turn >= REMIND_AFTER and (turn - REMIND_AFTER) % REMIND_EVERY == 0
    if late and state.demand_reminded < MAX_REMINDERS and not draft.raised and len(draft.parts) < 3:
        draft.say("demand", "reminder")
        draft.changes["demand_reminded"] = state.demand_reminded + 1
        if draft.kind == "react":
            draft.kind = "remind"


def ignores_demand(state: ClientState, reading: Reading, heard: Heard, scenario: Scenario) -> bool:
    """Whether a demand the client has already come back to is passed over once more."""
    demand = scenario.demand
    if not demand.present or state.demand_answered or not state.demand_reminded:
        return False
    if demand.points:
        left = (point for point in demand.points if point.id not in state.points_answered)
        return not any(says(heard, point.says) for point in left)
    return not says(heard, demand.says) and not set(demand.products).intersection(reading.offers)


def _come_back_to_points(draft: Draft, state: ClientState, heard: Heard, scenario: Scenario) -> None:
    answered = set(state.points_answered)
    answered.update(point.id for point in scenario.demand.points if says(heard, point.says))
    draft.changes["points_answered"] = tuple(p.id for p in scenario.demand.points if p.id in answered)
    left = [point for point in scenario.demand.points if point.id not in answered]
    draft.changes["demand_answered"] = not left
    if left and state.demand_reminded < MAX_REMINDERS and not draft.raised and len(draft.parts) < 3:
        draft.say("point", left[0].id)
        draft.changes["demand_reminded"] = state.demand_reminded + 1


def _answer_a_question(draft: Draft, reading: Reading, situation: str | None) -> None:
    """A question that touches nothing known: a small answer when it is understood, else the client asks back."""
    if situation:
        draft.say("situation", situation)
    elif reading.themes:
        draft.say("situation", "vague")
    else:
        draft.say("situation", "ask_again")
    draft.kind = "answer" if situation or reading.themes else "ask_again"


def _small_answer(draft: Draft, state: ClientState, reading: Reading, scenario: Scenario) -> None:
    situation = reactions.courtesy(state, reading, scenario)
    if reactions.questioned(reading):
        if not misunderstanding.ask_back(draft, state, reading, scenario):
            _answer_a_question(draft, reading, situation)
    elif situation:
        draft.say("situation", situation)
        draft.kind = "react"
    elif state.advisor_turns == 0 and scenario.direction == "outgoing":
        draft.say("situation", "pick_up")
        draft.kind = "small_talk"
    else:
        draft.say("situation", "continue" if reading.words < 8 else "acknowledge")
        draft.kind = "react"
    if state.advisor_turns + 1 > scenario.mood.patience:
        draft.say("situation", "impatience")
