"""The debrief's view: quotes that hold, facts found or missed, what may be replayed."""

from dataclasses import replace
from itertools import pairwise

import pytest

from server.entrypoints.web.presenters import BranchOrigin, debrief_view
from server.entrypoints.web.presenters.debrief import DebriefView
from server.entrypoints.web.presenters.debrief.margins import headline
from tests.web.stage import NOW, library, played, render, rubric


def view(mode: str = "training", interview: str | None = "i1", *, logged: bool = True) -> DebriefView:
    one, content = played(), library()
    return debrief_view(
        content.scenario("AC-01"),
        rubric(),
        content.catalogue,
        one.transcript,
        one.assessment,
        one.moves if logged else (),
        one.readings,
        "exam" if mode == "exam" else "training",
        interview,
        themes={theme.id: theme.label for theme in content.lexicon.themes},
        started=NOW,
    )


def test_the_play_is_the_transcript() -> None:
    turns = [turn for scene in view().scenes for turn in scene.turns]
    said = ["".join(piece.text for piece in turn.pieces) for turn in turns]
    assert said == [turn.text for turn in played().transcript.turns]
    assert [turn.n for turn in turns] == list(range(1, len(turns) + 1))


def test_every_note_of_words_has_its_mark_and_every_link_is_unique() -> None:
    turns = [turn for scene in view().scenes for turn in scene.turns]
    links = [note.link for turn in turns for note in turn.notes]
    assert len(links) == len(set(links))
    for turn in turns:
        marked = {link for piece in turn.pieces for link in piece.links}
        assert marked <= {note.link for note in turn.notes}


def test_criteria_in_the_order_of_the_grid_with_its_inks() -> None:
    criteria = view().criteria
    assert [item.sig.code for item in criteria] == ["Mo", "Ca", "Dc", "Qu", "Re"]
    assert [item.sig.ink for item in criteria] == ["c1", "c2", "c3", "c4", "c5"]
    assert criteria[0].level.value is None
    assert criteria[0].next_level is None
    assert criteria[1].next_level == 3
    assert criteria[2].next_level is None
    assert criteria[3].unsure


def test_priorities_quote_my_words_in_their_sentence() -> None:
    first, second = view().priorities
    text = played().transcript.turn(5).text
    assert first.before + first.quote + first.after in text
    assert first.reply == played().transcript.turn(6).text
    assert second.reference == "T3 locataire : 16,40 € par mois"


def test_facts_are_told_by_the_log() -> None:
    facts = view().facts
    assert len(facts) == len(library().scenario("AC-01").facts)
    assert [fact.found for fact in facts] == sorted((fact.found for fact in facts), reverse=True)
    for fact in facts:
        if fact.found:
            assert fact.turn is not None
            assert fact.line in played().transcript.turn(fact.turn).text
        else:
            assert fact.prompt


def test_without_a_log_the_clients_words_tell() -> None:
    told = {fact.line for fact in view(logged=False).facts if fact.found}
    assert told == {fact.line for fact in view().facts if fact.found}
    assert view(logged=False).ribbon.wide.gauge is None
    assert not view(logged=False).trust_shown


def test_objections_with_the_turn_of_each_move() -> None:
    (objection, *_) = view().objections
    assert objection.text in played().transcript.turn(objection.turn).text
    assert dict(objection.moves)["answer"] == 15
    assert objection.resolved
    assert objection.better == ""


@pytest.mark.parametrize(("mode", "interview"), [("exam", "i1"), ("training", None)])
def test_no_replay_in_an_exam_nor_on_a_sample(mode: str, interview: str | None) -> None:
    shown = view(mode, interview)
    turns = [turn for scene in shown.scenes for turn in scene.turns]
    assert all(turn.replay is None for turn in turns)
    assert all(item.replay is None for item in (*shown.priorities, *shown.facts, *shown.objections))
    assert all(missed.replay is None for item in shown.criteria for missed in item.missed)


def test_replay_starts_from_an_advisor_turn() -> None:
    transcript = played().transcript
    starts = [turn.replay for scene in view().scenes for turn in scene.turns if turn.replay]
    assert starts
    assert all(transcript.turn(start).speaker == "advisor" for start in starts)


def test_the_sum_is_shown() -> None:
    total = view().total
    assert [value for _, value in total.terms] == [2, 3, 1, 2]
    assert total.value == 13.3
    assert not total.weighted


def test_wrong_figures_first() -> None:
    claims = view().claims
    assert [row.verdict for row in claims.to_mend] == ["wrong", "unverifiable"]
    assert claims.to_mend[0].subject == "Assurance habitation"
    assert claims.counts == {"wrong": 1, "vague": 0, "unverifiable": 1, "right": 0}


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_ribbon_stays_in_its_frame(width: str) -> None:
    ribbon = view().ribbon
    drawing = getattr(ribbon, width)
    frame = drawing.frame
    assert drawing.gauge is not None
    assert drawing.curve is not None
    xs = [bar.x + bar.width for bar in drawing.bars] + [mark.x for mark in drawing.questions]
    assert all(frame.left <= x <= frame.right + 2 for x in [*xs, drawing.curve.peak_x])
    marks = [mark.x for mark in drawing.questions]
    assert all(after - before >= frame.mark * 0.6 for before, after in pairwise(marks))
    assert [bar.turn for bar in drawing.bars] == list(range(1, ribbon.turns + 1))
    top, bottom = frame.trust
    assert all(top <= dot.y <= bottom for dot in drawing.gauge.dots)
    assert frame.share[0] <= drawing.curve.peak_y <= frame.share[1]
    places = [
        frame.steps,
        frame.trust[0],
        frame.questions,
        frame.mine,
        frame.theirs,
        frame.share[0],
        frame.height,
    ]
    assert places == sorted(places)


def test_the_ribbons_table_says_what_the_drawing_shows() -> None:
    ribbon = view().ribbon
    assert [row.step for row in ribbon.rows] == [1, 2, 3, 4, 5, 6, 7]
    assert 0 < ribbon.share < 100
    shares = [row.share for row in ribbon.rows if row.share is not None]
    assert min(shares) <= ribbon.share <= max(shares)
    assert sum(row.open for row in ribbon.rows) == ribbon.open
    assert ribbon.wide.curve is not None
    assert ribbon.wide.curve.peak >= ribbon.share


def test_ribbon_without_times_counts_turns() -> None:
    one, content = played(), library()
    untimed = one.transcript.model_copy(
        update={"turns": tuple(turn.model_copy(update={"at": None}) for turn in one.transcript.turns)}
    )
    bare = replace(one, transcript=untimed)
    shown = debrief_view(
        content.scenario("AC-01"),
        rubric(),
        content.catalogue,
        bare.transcript,
        bare.assessment,
        (),
        bare.readings,
        "training",
        None,
    )
    assert shown.seconds is None
    assert all(tick.minute is None and tick.turn for tick in shown.ribbon.wide.ticks)


def test_scenes_cover_every_turn_once() -> None:
    scenes = view().scenes
    assert scenes[0].step == 2
    assert all(later.first == former.last + 1 for former, later in pairwise(scenes))


def test_headline() -> None:
    assert headline("Salut chaleureux. Il met à l'aise.") == ("Salut chaleureux", "Il met à l'aise.")
    assert headline("Salut chaleureux.") == ("Salut chaleureux", "")
    assert headline("mot " * 30)[0] == ""


def test_a_branch_says_what_changed() -> None:
    one, content = played(), library()
    weaker = one.assessment.model_copy(
        update={
            "criteria": tuple(
                item.model_copy(update={"level": 0}) if item.id == "AC-CANAL" else item
                for item in one.assessment.criteria
            )
        }
    )
    shown = debrief_view(
        content.scenario("AC-01"),
        rubric(),
        content.catalogue,
        one.transcript,
        one.assessment,
        one.moves,
        one.readings,
        "training",
        "i2",
        origin=BranchOrigin("i1", 5),
        before=weaker,
    )
    assert [(change.sig.code, change.before, change.now) for change in shown.changes] == [("Ca", 0, 2)]
    html = render("debrief.html", shown)
    assert "/interviews/i1/debrief" in html
    assert "Depuis l’origine" in html
