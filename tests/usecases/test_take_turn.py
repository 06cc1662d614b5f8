"""An acked turn is never lost, never twice; every advisor turn gets exactly one client turn."""

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest

from server.domain.errors import BadInput, Conflict, NotAllowed, NotFound, Unavailable, WrongMoment
from server.domain.events import AdvisorSaid, ClientSaid, HintGiven, InterviewEnded, MoveChosen
from server.domain.interview import after, fold
from server.usecases.content import scenario_of
from server.usecases.open_interview import branch, open_interview
from server.usecases.ports import Brief, Utterance
from tests.usecases.conftest import Bench

NewBench = Callable[..., Bench]
GREETING = "Bonjour Madame Belkacem, Camille Petit de la banque de l'Armoise, vous avez un moment ?"
QUESTION = "Qu'est-ce qui a changé pour vous depuis notre dernier échange ?"


class BrokenVoice:
    """A voice that fails after a few words, like a model whose connection is cut."""

    name = "broken"

    async def speak(self, brief: Brief) -> AsyncIterator[Utterance]:
        yield Utterance("Eh bien")
        raise Unavailable("La voix ne répond pas. Réessayez.")


async def test_a_turn_is_kept_acked_and_answered(new_bench: NewBench) -> None:
    bench = new_bench()
    header = open_interview(bench.engine, "ana", "AC-01", "training")
    await bench.say(header.id, "u1", GREETING)
    assert bench.kinds(header.id) == [
        "interview_opened", "advisor_said", "turn_analysed", "move_chosen", "client_said",
    ]  # fmt: skip
    assert bench.acks == [("u1", 2)]


async def test_the_same_id_is_one_turn_acked_again(new_bench: NewBench) -> None:
    bench = new_bench()
    header = open_interview(bench.engine, "ana", "AC-01", "training")
    await bench.say(header.id, "u1", GREETING)
    await bench.say(header.id, "u1", GREETING)
    assert bench.kinds(header.id).count("advisor_said") == 1
    assert bench.acks == [("u1", 2), ("u1", 2)]


async def test_turns_sent_at_once_are_taken_in_order(new_bench: NewBench) -> None:
    bench = new_bench()
    header = open_interview(bench.engine, "ana", "AC-01", "training")
    texts = [GREETING, QUESTION, "Et côté logement ?", "D'accord."]
    await asyncio.gather(*(bench.say(header.id, f"u{n}", text) for n, text in enumerate(texts)))
    events = [recorded.event for recorded in bench.engine.store.read(header.id)]
    assert [event.text for event in events if isinstance(event, AdvisorSaid)] == texts
    assert [event.turn for event in events if isinstance(event, ClientSaid)] == [2, 4, 6, 8]


async def test_a_reply_cut_by_a_fault_is_finished_on_restart(new_bench: NewBench) -> None:
    broken = new_bench(BrokenVoice())
    header = open_interview(broken.engine, "ana", "AC-01", "training")
    with pytest.raises(Unavailable):
        await broken.say(header.id, "u1", GREETING)
    assert broken.acks == [("u1", 2)]
    assert broken.kinds(header.id)[-1] == "move_chosen"
    again = new_bench()
    await again.desk.recover()
    assert again.kinds(header.id).count("client_said") == 1
    await again.say(header.id, "u1", GREETING)
    assert again.kinds(header.id).count("advisor_said") == 1


async def test_facts_are_revealed_only_once_said(new_bench: NewBench) -> None:
    bench = new_bench(BrokenVoice())
    header = open_interview(bench.engine, "ana", "AC-01", "training")
    with pytest.raises(Unavailable):
        await bench.say(header.id, "u1", GREETING)
    events = bench.engine.store.read(header.id)
    interview = fold(events, scenario_of(bench.engine, header))
    assert interview.owed is not None
    assert interview.owed.revealed
    assert interview.client.revealed == ()


async def test_two_processes_cannot_both_write_the_next_event(new_bench: NewBench) -> None:
    one, two = new_bench(), new_bench()
    header = open_interview(one.engine, "ana", "AC-01", "training")
    one.engine.store.append(header.id, 1, 0.0, [HintGiven(turn=1, text="un")])
    with pytest.raises(Conflict):
        two.engine.store.append(header.id, 1, 0.0, [HintGiven(turn=1, text="deux")])
    assert one.kinds(header.id) == ["interview_opened", "hint_given"]


async def test_bad_text_is_refused_and_nothing_is_kept(new_bench: NewBench) -> None:
    bench = new_bench()
    header = open_interview(bench.engine, "ana", "AC-01", "training")
    for raw in ("", "   ", "a\x00b", "x" * 20_000):
        with pytest.raises(BadInput):
            await bench.say(header.id, "u1", raw)
    assert bench.kinds(header.id) == ["interview_opened"]
    await bench.say(header.id, "u1", GREETING)
    assert "client_said" in bench.kinds(header.id)


async def test_ended_is_ended_once_and_assessed(new_bench: NewBench) -> None:
    bench = new_bench()
    header = open_interview(bench.engine, "ana", "AC-01", "training")
    await bench.say(header.id, "u1", GREETING)
    await bench.desk.end(header.id)
    await bench.desk.end(header.id)
    await bench.desk.settle()
    assert bench.kinds(header.id).count("interview_ended") == 1
    assert bench.kinds(header.id)[-1] == "assessment_ready"
    with pytest.raises(WrongMoment):
        await bench.say(header.id, "u2", QUESTION)


async def test_who_speaks_first_is_owed_from_the_start(new_bench: NewBench) -> None:
    bench = new_bench()
    header = open_interview(bench.engine, "ana", "REC-01", "training")
    await bench.desk.catch_up(header.id)
    assert bench.kinds(header.id) == ["interview_opened", "move_chosen", "client_said"]


async def test_a_branch_is_a_prefix_with_the_clients_exact_state(new_bench: NewBench) -> None:
    bench = new_bench()
    origin = open_interview(bench.engine, "ana", "AC-01", "training")
    for n, text in enumerate([GREETING, QUESTION, "Et votre logement ?"]):
        await bench.say(origin.id, f"u{n}", text)
    fork = branch(bench.engine, "ana", origin.id, 5)
    scenario = scenario_of(bench.engine, origin)
    log = bench.engine.store.read(origin.id)
    cut = next(
        n for n, item in enumerate(log) if isinstance(item.event, AdvisorSaid) and item.event.turn == 5
    )
    before, forked = fold(log[:cut], scenario), fold(bench.engine.store.read(fork.id), scenario)
    assert forked.client == before.client
    assert [turn.text for turn in forked.turns] == [turn.text for turn in before.turns]
    await bench.say(fork.id, "v1", "Et votre logement ?")
    assert bench.engine.store.read(fork.id)[-1].event.kind == "client_said"


async def test_branches_are_refused_where_they_should_be(new_bench: NewBench) -> None:
    bench = new_bench()
    exam = open_interview(bench.engine, "ana", "AC-01", "exam")
    await bench.say(exam.id, "u1", GREETING)
    with pytest.raises(NotAllowed):
        branch(bench.engine, "ana", exam.id, 1)
    training = open_interview(bench.engine, "ana", "AC-01", "training")
    with pytest.raises(WrongMoment):
        branch(bench.engine, "ana", training.id, 2)
    with pytest.raises(NotFound):
        branch(bench.engine, "bob", training.id, 1)


async def test_live_state_equals_a_fresh_fold_at_every_cut(new_bench: NewBench) -> None:
    bench = new_bench()
    header = open_interview(bench.engine, "ana", "AC-01", "training")
    for n, text in enumerate([GREETING, QUESTION, "Des projets ?", "Au revoir, merci."]):
        await bench.say(header.id, f"u{n}", text)
    scenario = scenario_of(bench.engine, header)
    log = bench.engine.store.read(header.id)
    live = fold([], scenario)
    for cut, recorded in enumerate(log, start=1):
        live = after(live, recorded)
        assert live == fold(log[:cut], scenario)


async def test_the_client_can_end_it(new_bench: NewBench) -> None:
    bench = new_bench()
    header = open_interview(bench.engine, "ana", "AC-01", "training")
    rude = "Signez aujourd'hui, demain ce sera plus cher, tout le monde la prend, vous dépensez trop."
    for n in range(8):
        if "interview_ended" in bench.kinds(header.id):
            break
        await bench.say(header.id, f"u{n}", f"{rude} {'Allez.' * n}")
    events = [recorded.event for recorded in bench.engine.store.read(header.id)]
    ending = next(event for event in events if isinstance(event, InterviewEnded))
    assert ending.by == "client"
    assert ending.outcome == "walked_out"
    assert any(isinstance(event, MoveChosen) and event.move.kind == "leave" for event in events)
