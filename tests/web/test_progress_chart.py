"""Levels drawn over attempts, and two attempts side by side."""

from dataclasses import replace
from itertools import pairwise

import pytest

from server.domain.assessment.model import Assessment
from server.entrypoints.web.presenters import Attempt, BranchOrigin, HintLine, compare_view, progress_view
from server.entrypoints.web.presenters.debrief import DebriefView
from server.entrypoints.web.presenters.progress_chart import BOTTOM, LEFT, RIGHT, TOP, charts
from server.entrypoints.web.presenters.shared import sigs_of
from tests.web.stage import NOW, attempts, library, played, render, rubric
from tests.web.test_debrief import view as debrief


def levelled(assessment: Assessment, level: int | None) -> Assessment:
    criteria = tuple(
        item.model_copy(update={"level": level, "unscored": None if level is not None else "no_opportunity"})
        for item in assessment.criteria
    )
    return assessment.model_copy(update={"criteria": criteria})


def series(*levels: int | None) -> list[Attempt]:
    first = attempts()[0]
    return [
        replace(first, id=f"i{place}", assessment=levelled(played().assessment, level), branched_from=None)
        for place, level in enumerate(levels)
    ]


def test_each_attempt_is_a_point_at_its_level() -> None:
    chart = charts(list(sigs_of(rubric()).values()), series(0, 3, None, 2))[0]
    assert [point.level for point in chart.points] == [0, 3, None, 2]
    assert chart.points[0].y == BOTTOM
    assert chart.points[1].y == TOP
    assert all(LEFT <= point.x <= RIGHT for point in chart.points)
    assert [point.x for point in chart.points] == sorted(point.x for point in chart.points)
    assert (chart.best, chart.last) == (3, 2)


def test_the_line_breaks_where_nothing_was_observed() -> None:
    chart = charts(list(sigs_of(rubric()).values()), series(1, None, 2, 3))[0]
    assert chart.path.count("M") == 2
    assert chart.path.count("L") == 1


def test_forty_attempts_keep_their_numbers_apart() -> None:
    chart = charts(list(sigs_of(rubric()).values()), series(*([1, 2] * 20)))[0]
    shown = [point.x for point in chart.points if point.numbered]
    assert 5 < len(shown) < 20
    assert all(after - before >= 12 for before, after in pairwise(shown))


def test_branches_and_exams_are_told_apart() -> None:
    one, two = attempts()[:2]
    kinds = [point.kind for point in charts(list(sigs_of(rubric()).values()), [one, two])[0].points]
    assert kinds == ["training", "branch"]


def test_the_page_says_the_levels_in_words_beside_each_drawing() -> None:
    html = render("progress.html", progress_view(library().scenarios(), [rubric()], attempts()))
    assert html.count('<svg viewBox="0 0 320 108" role="img"') == html.count('<figure class="chart')
    assert "du plus ancien au plus récent" in html
    assert "<summary>En tableau</summary>" in html


def sides() -> tuple[DebriefView, DebriefView]:
    origin = replace(debrief(), hints=(HintLine(3, "Et maintenant ?"),))
    lower = tuple(
        replace(item, level=replace(item.level, value=0)) if item.level.value else item
        for item in origin.criteria
    )
    branch = replace(origin, interview="i2", origin=BranchOrigin("i1", 5), hints=())
    return replace(origin, criteria=lower), branch


@pytest.mark.parametrize("turned", [False, True])
def test_a_branch_comes_after_its_origin_whatever_the_order_asked(turned: bool) -> None:
    origin, branch = sides()
    view = compare_view(*((branch, origin) if turned else (origin, branch)))
    assert (view.older.interview, view.newer.interview) == ("i1", "i2")
    assert view.parted == 5
    assert view.exchanges[0][0] is not None
    assert view.exchanges[0][0].n == 5
    assert view.gained == sum(1 for pair in view.levels if (pair.change or 0) > 0) > 0
    assert view.lost == 0


def test_the_compared_page_shows_both_and_the_hints() -> None:
    html = render("compare.html", compare_view(*sides()))
    assert "La reprise et son origine" in html
    assert html.count('class="ribbon"') == 2
    assert 'href="/interviews/i1/debrief#t' in html
    assert "Indices demandés" in html


def test_two_attempts_that_are_no_branch_are_shown_whole() -> None:
    origin, branch = sides()
    view = compare_view(origin, replace(branch, origin=None))
    assert view.parted is None
    assert view.exchanges[0][0] is not None
    assert view.exchanges[0][0].n == 1
    assert [fact.title for fact in view.facts]


def test_plays_of_different_lengths_leave_blanks() -> None:
    origin, branch = sides()
    shorter = replace(branch, scenes=branch.scenes[:1])
    rows = compare_view(origin, shorter).exchanges
    assert any(now is None for _, now in rows)
    assert all(before is not None for before, _ in rows)


def test_hints_are_told_in_the_debrief() -> None:
    html = render(
        "debrief.html", replace(debrief(), hints=(HintLine(3, "Que savez-vous déjà ?"),), started=NOW)
    )
    assert "Un indice demandé" in html
    assert "avant le tour" in html
