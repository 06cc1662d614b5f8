"""Every template, rendered from real content: well formed, safe under the policy, readable without script."""

import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from server.domain.errors import NotFound
from server.entrypoints.web import presenters
from tests.web.stage import NOW, ROOT, attempts, library, played, render, rubric

VOID = {"meta", "link", "br", "input", "hr", "img"}
SELF_CLOSED = {"path", "rect", "circle", "use"}


def pages() -> dict[str, str]:
    """Name → HTML of each page and state."""
    content, grid, one = library(), rubric(), played()
    scenario = content.scenario("AC-01")
    debrief = presenters.debrief_view(
        scenario,
        grid,
        content.catalogue,
        one.transcript,
        one.assessment,
        one.moves,
        one.readings,
        "training",
        "i1",
        themes={theme.id: theme.label for theme in content.lexicon.themes},
        started=NOW,
        attempt=2,
        attempts=2,
    )
    sample = presenters.debrief_view(
        scenario, grid, content.catalogue, one.transcript, one.assessment, (), one.readings, "training", None
    )
    empty = one.assessment.model_copy(update={"criteria": (), "claims": (), "priorities": (), "summary": ""})
    bare = presenters.debrief_view(
        scenario, grid, content.catalogue, one.transcript, empty, one.moves, one.readings, "exam", "i2"
    )
    known = content.scenarios()
    beside = replace(debrief, interview="i2", origin=presenters.BranchOrigin("i1", 5))
    return {
        "home": render("home.html", presenters.home_view(known, [grid], attempts(), NOW, ("S1", "AC-01"))),
        "newcomer": render("home.html", presenters.home_view(known, [grid], (), NOW, ("S1", "AC-01"))),
        "empty": render("home.html", presenters.home_view((), (), (), NOW)),
        "prepare": render("prepare.html", presenters.prepare_view(scenario, grid, content.catalogue)),
        "training": render(
            "interview.html", presenters.interview_view("i3", scenario, content.catalogue, "training")
        ),
        "exam": render(
            "interview.html", presenters.interview_view("i3", scenario, content.catalogue, "exam")
        ),
        "record": render("record.html", presenters.record_view(scenario, {}, interview="i1", ended=True)),
        "debrief": render("debrief.html", debrief),
        "sample": render("debrief.html", sample),
        "bare": render("debrief.html", bare),
        "wait": render("debrief_wait.html", presenters.wait_view(scenario, "i1")),
        "failed": render(
            "debrief_wait.html", presenters.wait_view(scenario, "i1", "L'analyse n'a pas abouti.")
        ),
        "progress": render("progress.html", presenters.progress_view(known, [grid], attempts())),
        "no-progress": render("progress.html", presenters.progress_view(known, [grid], ())),
        "debriefs": render("debriefs.html", presenters.debriefs_view(known, [grid], attempts(), NOW)),
        "no-debriefs": render("debriefs.html", presenters.debriefs_view(known, [grid], (), NOW)),
        "catalogue": render("catalogue.html", presenters.catalogue_view(content.catalogue)),
        "compare": render("compare.html", presenters.compare_view(debrief, beside)),
        "space": render("space.html", presenters.space_view(attempts())),
        "erased": render("space.html", presenters.space_view((), 2)),
        "design": render("design.html", presenters.design_view(*sheets(), debrief, attempts()[:2], NOW)),
        "error": render("error.html", presenters.error_view(NotFound("Cette page n'existe pas."))),
    }


def sheets() -> tuple[str, str]:
    static = ROOT / "web" / "static"
    return (static / "tokens.css").read_text(encoding="utf-8"), (static / "icons.svg").read_text(
        encoding="utf-8"
    )


PAGES = pages()
every_page = pytest.mark.parametrize("name", PAGES)


class Outline(HTMLParser):
    """Tags balanced, ids, what refers to them, and what a strict policy forbids."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.refers: list[str] = []
        self.forbidden: list[str] = []
        self.unlabelled: list[str] = []
        self.labels: set[str] = set()
        self.fields: list[dict[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in VOID | SELF_CLOSED:
            self.open.append(tag)
        if given.get("id"):
            self.ids.append(str(given["id"]))
        for name in ("aria-labelledby", "aria-describedby", "aria-controls", "for"):
            self.refers += (given.get(name) or "").split()
        if "style" in given or any(name.startswith("on") for name in given):
            self.forbidden.append(f"{tag} {given}")
        if tag == "script" and not given.get("src"):
            self.forbidden.append("script without src")
        if tag == "label" and given.get("for"):
            self.labels.add(str(given["for"]))
        if tag in ("input", "textarea", "select") and given.get("type") not in ("hidden", "radio"):
            self.fields.append(given)
        href = given.get("href") or ""
        if tag == "a" and href.startswith("#"):
            self.refers.append(href[1:])

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID | SELF_CLOSED:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID | SELF_CLOSED:
            assert self.open[-1] == tag, f"</{tag}> closes <{self.open[-1]}> at {self.getpos()}"
            self.open.pop()


def outline(name: str) -> Outline:
    parser = Outline()
    parser.feed(PAGES[name])
    return parser


@every_page
def test_well_formed_and_allowed_by_the_policy(name: str) -> None:
    page = outline(name)
    assert page.open == []
    assert page.forbidden == []
    assert PAGES[name].startswith("<!doctype html>")
    assert '<html lang="fr"' in PAGES[name]


@every_page
def test_ids_are_unique_and_references_hold(name: str) -> None:
    page = outline(name)
    assert len(page.ids) == len(set(page.ids))
    elsewhere = {ref for ref in page.refers if name == "design" and re.fullmatch(r"t\d+", ref)}
    assert set(page.refers) - set(page.ids) - elsewhere == set()


@every_page
def test_every_field_has_a_name(name: str) -> None:
    page = outline(name)
    for field in page.fields:
        assert field.get("aria-label") or field.get("id") in page.labels, field


@every_page
def test_one_title_one_main_and_a_way_to_it(name: str) -> None:
    html = PAGES[name]
    assert html.count("<h1") == 1
    assert html.count("<main") == 1
    assert 'class="skip" href="#main"' in html
    assert "None" not in re.sub(r"<[^>]+>", "", html)


@every_page
def test_no_ordinary_space_before_double_signs(name: str) -> None:
    text = re.sub(r"<[^>]+>", "", PAGES[name])
    assert re.findall(r"\w [;!?](?=\s|$)", text) == []
    assert re.findall(r"« \w|\w »", text) == []


@pytest.mark.parametrize("name", ["training", "exam"])
def test_the_conversation_says_what_it_needs(name: str) -> None:
    html = PAGES[name]
    for name_ in ("interview", "socket", "mode", "csrf", "client-name"):
        assert f"data-{name_}=" in html
    assert "<noscript>" in html
    assert 'role="log" aria-live="polite"' in html


def test_exam_has_no_help() -> None:
    html = PAGES["exam"]
    assert "data-hint" not in html.replace("data-hintbox", "").replace("data-hint-", "")
    assert 'id="drawer"' not in html
    assert "data-steps" not in html


def test_start_is_a_form_that_works_without_script() -> None:
    html = PAGES["prepare"]
    assert '<form class="start" method="post" action="/interviews">' in html
    assert 'name="mode" value="training"' in html
    assert 'name="mode" value="exam"' in html
    assert 'name="csrf" value="jeton"' in html


def test_wait_reloads_without_script() -> None:
    assert '<noscript><meta http-equiv="refresh"' in PAGES["wait"]
    assert "data-wait" not in PAGES["failed"]


def test_sample_offers_no_replay() -> None:
    assert "data-branch" not in PAGES["sample"]
    assert "data-branch" in PAGES["debrief"]


def test_hostile_words_stay_words() -> None:
    content, grid, one = library(), rubric(), played()
    turn = one.transcript.turn(1).model_copy(update={"text": "<img src=x onerror=alert(1)> {{ 7*7 }} ?"})
    hostile = one.transcript.model_copy(update={"turns": (turn, *one.transcript.turns[1:])})
    view = presenters.debrief_view(
        content.scenario("AC-01"),
        grid,
        content.catalogue,
        hostile,
        one.assessment,
        one.moves,
        one.readings,
        "training",
        "i1",
    )
    html = render("debrief.html", view)
    assert "<img" not in html
    assert "&lt;img src=x onerror=alert(1)&gt;" in html
    assert "{{ 7*7 }}" in html


def test_theme_is_written_by_the_server_only_when_known() -> None:
    view = presenters.error_view(NotFound("Rien."))
    assert 'data-theme="dark"' in render("error.html", view, "dark")
    assert "data-theme=" not in render("error.html", view, "néon").split(">", 2)[1]


def icons() -> Iterator[str]:
    for path in sorted((ROOT / "web").rglob("*.*")):
        if path.suffix in (".html", ".js"):
            source = path.read_text(encoding="utf-8")
            yield from re.findall(r'icon\("([a-z-]+)"', source)
            yield from re.findall(r"icons\.svg#([a-z-]+)", source)


def test_every_icon_exists() -> None:
    sheet = (ROOT / "web/static/icons.svg").read_text(encoding="utf-8")
    known = set(re.findall(r'id="([a-z-]+)"', sheet))
    assert set(icons()) - known == set()


def test_modules_never_write_markup() -> None:
    for path in sorted(Path(ROOT / "web/static/js").glob("*.js")):
        source = path.read_text(encoding="utf-8")
        assert "innerHTML" not in source, path.name
        assert "insertAdjacentHTML" not in source, path.name
        assert ".style" not in source, path.name


def test_every_token_of_the_stylesheet_is_on_the_page_of_components() -> None:
    static = ROOT / "web" / "static"
    css = (static / "tokens.css").read_text(encoding="utf-8")
    swatches = (static / "design.css").read_text(encoding="utf-8")
    colours = set(re.findall(r"--([a-z0-9-]+):\s+light-dark", css))
    assert len(colours) > 15
    for name in colours:
        assert f"<code>--{name}</code>" in PAGES["design"]
        assert f".b-{name} {{" in swatches
    for icon in re.findall(r'symbol id="([a-z-]+)"', (static / "icons.svg").read_text(encoding="utf-8")):
        assert f"#{icon}" in PAGES["design"]


@every_page
def test_every_shortcut_listed_has_its_control(name: str) -> None:
    html = PAGES[name]
    if 'id="keys"' not in html:
        return
    listed = set(re.findall(r"<kbd>([a-z?])</kbd>", html)) - {"j", "k", "r"}
    assert listed == set(re.findall(r'data-key="([a-z?])"', html)) - {"0"}
