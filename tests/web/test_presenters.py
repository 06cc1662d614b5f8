"""Lists and forms: what is shown, and what must never be before the end."""

from collections.abc import Iterator

import pytest

from server.domain.scenario import Scenario
from server.entrypoints.web.presenters import (
    catalogue_view,
    debriefs_view,
    home_view,
    interview_view,
    prepare_view,
    progress_view,
    record_view,
)
from server.entrypoints.web.presenters.shared import harmless_quote
from tests.web.stage import NOW, attempts, library, render, rubric

SCENARIOS = [scenario.id for scenario in library().scenarios()]


def secrets(scenario: Scenario) -> Iterator[str]:
    """Everything of a scenario that a learner must find by asking."""
    for fact in scenario.facts:
        yield from (
            fact.line,
            *fact.variants,
            *fact.guarded,
            fact.recap,
            fact.key,
            *fact.prompts,
            *fact.questions,
        )
    for objection in scenario.objections:
        yield from (
            objection.text,
            *objection.variants,
            objection.cause,
            objection.better,
            objection.resolves,
        )
        yield from (*objection.cause_lines, *objection.resolved_lines, *objection.insist_lines)
    for offer in scenario.offers:
        yield from (offer.why, *offer.accept)
    for unfit in scenario.unfit:
        yield from (unfit.why, *unfit.refuse)
    yield from (field.expected for field in scenario.record)
    yield from (need.text for need in scenario.needs)
    yield from (topic.line for topic in scenario.topics)
    yield from (
        scenario.persona.household,
        scenario.persona.elsewhere,
        scenario.success.text,
        scenario.drives,
    )


def visible(scenario: Scenario) -> str:
    """What the bank's own file and the brief already say."""
    entries = " ".join(f"{entry.label} {entry.value}" for entry in scenario.file)
    brief = (scenario.reason, scenario.objective, scenario.place, scenario.title, scenario.opening.stage)
    return " ".join((entries, *brief))


@pytest.mark.parametrize("scenario_id", SCENARIOS)
def test_nothing_hidden_before_the_end(scenario_id: str) -> None:
    content = library()
    scenario = content.scenario(scenario_id)
    views = (
        prepare_view(scenario, rubric(), content.catalogue),
        interview_view("i", scenario, content.catalogue, "training"),
        interview_view("i", scenario, content.catalogue, "exam"),
        record_view(scenario, {}, interview="i"),
    )
    catalogue = repr(catalogue_view(content.catalogue))
    shown = " ".join(repr(view) for view in views).replace(catalogue, "")
    known = f"{visible(scenario)} {catalogue} {' '.join(field.label for field in scenario.record)}".lower()
    leaks = [
        text for text in secrets(scenario) if text and repr(text)[1:-1] in shown and text.lower() not in known
    ]
    assert leaks == []


@pytest.mark.parametrize("scenario_id", SCENARIOS)
def test_pages_before_the_end_hide_as_well(scenario_id: str) -> None:
    content = library()
    scenario = content.scenario(scenario_id)
    html = render("interview.html", interview_view("i", scenario, content.catalogue, "training"))
    html += render("record.html", record_view(scenario, {}, interview="i"))
    assert not any(fact.line.replace("'", "’") in html for fact in scenario.facts)


@pytest.mark.parametrize("scenario_id", SCENARIOS)
def test_the_quote_of_a_card_gives_nothing_away(scenario_id: str) -> None:
    scenario = library().scenario(scenario_id)
    quote = harmless_quote(scenario)
    assert quote == "" or quote in scenario.style.signature
    assert all(quote != fact.line for fact in scenario.facts)


def test_quote_of_nadia_is_not_the_one_about_april() -> None:
    assert "avril" not in harmless_quote(library().scenario("AC-01"))


def test_home_of_a_newcomer() -> None:
    view = home_view(library().scenarios(), [rubric()], (), NOW, ("S1", "AC-01"))
    assert view.newcomer
    assert view.sample is not None
    assert view.sample.caller.name == "Nadia Belkacem"
    assert view.again == ()
    assert all(card.marks == () for kind in view.kinds for card in kind.cards)


def test_home_after_attempts() -> None:
    view = home_view(library().scenarios(), [rubric()], attempts(), NOW)
    (kind, *_) = view.kinds
    assert kind.code == "AC"
    nadia = next(card for card in kind.cards if card.caller.scenario == "AC-01")
    assert nadia.attempts == 2
    assert {mark.sig.code: mark.level for mark in nadia.marks} == {
        "Mo": None,
        "Ca": 2,
        "Dc": 3,
        "Qu": 1,
        "Re": 2,
    }
    assert [one.interview for one in view.ongoing] == ["i3"]
    (again, *_) = view.again
    assert (again.sig.code, again.level, again.streak) == ("Qu", 1, 2)


def test_progress_compares_a_branch_with_its_origin() -> None:
    view = progress_view(library().scenarios(), [rubric()], attempts())
    (table,) = view.by_client
    assert [column.interview for column in table.columns] == ["i1", "i2"]
    assert (table.columns[1].origin_rank, table.columns[1].origin_turn) == (1, 5)
    changes = {row.sig.code: row.cells[1].change for row in table.rows}
    assert changes == {"Mo": None, "Ca": 1, "Dc": 0, "Qu": 0, "Re": 1}
    assert all(row.cells[0].change is None for row in table.rows)


def test_debriefs_newest_first_with_their_state() -> None:
    lines = debriefs_view(library().scenarios(), [rubric()], attempts(), NOW).lines
    assert [(line.interview, line.state) for line in lines] == [
        ("i3", "open"),
        ("i2", "judged"),
        ("i1", "judged"),
    ]


def test_file_shows_blanks_and_lies_as_they_are() -> None:
    view = prepare_view(library().scenario("AC-01"), rubric(), library().catalogue)
    entries = {label: value for section in view.file.sections for label, value in section.entries}
    assert entries["Assurances"] == ""
    assert entries["Situation"] == "célibataire"


def test_record_keeps_what_was_written_and_sets_the_appointment_apart() -> None:
    view = record_view(library().scenario("AC-01"), {"canal": "messagerie"}, interview="i1", ended=True)
    assert {entry.id: entry.value for entry in view.fields}["canal"] == "messagerie"
    assert [entry.id for entry in view.agreed] == ["prochain_rdv", "objet_rdv"]
    assert view.filled == 1


def test_exam_has_no_steps() -> None:
    scenario, catalogue = library().scenario("AC-01"), library().catalogue
    assert interview_view("i", scenario, catalogue, "exam").steps == ()
    assert len(interview_view("i", scenario, catalogue, "training").steps) == 7
