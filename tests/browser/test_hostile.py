"""Hostile words in every field a learner can fill, looked at on every page that shows them: executed 0 times."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.learner import call, opened, play

pytestmark = pytest.mark.browser
PAYLOADS = [
    "<script>window.owned = 1</script>",
    "<img src=x onerror='window.owned = 2'>",
    "<svg onload=window.owned=3><animate onbegin=window.owned=4 attributeName=x dur=1s>",
    '"><details open ontoggle=window.owned=5><summary>x</summary></details>',
    "' autofocus onfocus=window.owned=6 x='",
    "</textarea></title></noscript><iframe srcdoc='<script>parent.owned=7</script>'></iframe>",
    '<a href="javascript:window.owned=8">cliquez</a> {{ 7*7 }} ${7*7} <style>*{display:none}</style>',
]
WATCH = """() => {
  window.refused = [];
  document.addEventListener("securitypolicyviolation", (event) => window.refused.push(event.violatedDirective));
}"""
STRANGERS = "script:not([src]), iframe, details[ontoggle], [onerror], [onload], [onfocus], a[href^='javascript'], main style"


def look(page: Page, path: str) -> None:
    page.goto(path)
    page.wait_for_timeout(200)
    assert page.evaluate("window.owned ?? 0") == 0, path
    assert page.evaluate("window.refused") == [], path
    assert page.locator(STRANGERS).count() == 0, path


def test_nothing_a_learner_writes_is_ever_executed(page: Page) -> None:
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.add_init_script(f"({WATCH})()")
    page.goto("/catalogue")
    interview = opened(page, "AC-01")
    play(page, interview, [f"Bonjour, vous avez un moment ? {payload}" for payload in PAYLOADS])
    page.goto(f"/interviews/{interview}/record")
    for field, payload in zip(page.locator("form.record input.input").all(), PAYLOADS * 3, strict=False):
        field.fill(payload)
    page.locator("#notes").fill(" ".join(PAYLOADS))
    page.locator("form.record button[type=submit]").click()
    expect(page.locator(".crit").first).to_be_visible(timeout=20_000)
    branch = str(call(page, "POST", f"/api/interviews/{interview}/branch", {"from_turn": 3})["id"])
    play(page, branch, PAYLOADS[:2], already=1)
    for path in (
        f"/interviews/{interview}",
        f"/interviews/{interview}/record",
        f"/interviews/{interview}/debrief",
        f"/interviews/{branch}/debrief",
        f"/compare?a={interview}&b={branch}",
        "/",
        "/debriefs",
        "/progress",
        "/espace",
        "/scenarios/AC-01",
    ):
        look(page, path)
    assert dialogs == []


def test_nothing_in_an_address_is_ever_executed(page: Page) -> None:
    page.add_init_script(f"({WATCH})()")
    faults_expected = (
        "/compare?a=<script>window.owned=1</script>&b=x",
        "/scenarios/<img src=x onerror=window.owned=1>",
    )
    for path in (
        '/?theme="><script>window.owned=1</script>',
        "/espace?efface=0",
        "/#<img src=x onerror=window.owned=1>",
    ):
        look(page, path)
    for path in faults_expected:
        assert page.request.get(path).status in (404, 422)
        assert "<script>window" not in page.request.get(path).text()
        assert "<img src=x" not in page.request.get(path).text()


def test_a_draft_and_a_live_line_stay_text(page: Page) -> None:
    page.add_init_script(f"({WATCH})()")
    page.goto("/catalogue")
    page.goto(f"/interviews/{opened(page, 'AC-01')}")
    expect(page.locator("[data-link-word]")).to_have_text("En ligne", timeout=15_000)
    for payload in PAYLOADS:
        page.locator("[data-say]").fill(payload)
        page.keyboard.press("Enter")
        expect(page.locator("[data-log] .say--advisor .say__line").last).to_have_text(payload, timeout=15_000)
    page.locator("[data-say]").fill(PAYLOADS[0])
    page.wait_for_timeout(500)
    page.reload()
    expect(page.locator("[data-say]")).to_have_value(PAYLOADS[0])
    assert page.evaluate("window.owned ?? 0") == 0
    assert page.evaluate("window.refused") == []
    assert page.locator("main").locator(STRANGERS).count() == 0
