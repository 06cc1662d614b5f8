"""WCAG 2.2 AA by axe-core on every page, wide and narrow, light and dark; no overflow at 320 px."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
PAGES = [
    "/", "/scenarios/AC-01", "/scenarios/REC-01", "/catalogue", "/debriefs", "/progress", "/samples/EC-01.strong",
    "/samples/REC-01.weak", "/samples/ECR-01.strong", "/nulle-part",
]  # fmt: skip


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{item['id']}: {node['html'][:160]}" for item in found for node in item["nodes"]]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_pages_pass_axe_and_fit(browser: Browser, site: str, path: str, width: int, scheme: str) -> None:
    context = browser.new_context(
        base_url=site,
        viewport={"width": width, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    page.goto(path)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_the_conversation_passes_axe(page: Page) -> None:
    page.goto("/scenarios/AC-01")
    page.get_by_role("button", name=re.compile("Commencer")).click()
    expect(page.locator("[data-link-word]")).to_have_text("En ligne", timeout=15_000)
    page.keyboard.type("Bonjour Madame Belkacem, vous avez un moment ?")
    page.keyboard.press("Enter")
    expect(page.locator("[data-log] .say--client")).to_have_count(1, timeout=15_000)
    assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 700})
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_exam_shows_no_help(page: Page) -> None:
    page.goto("/scenarios/AC-01")
    page.get_by_role("button", name=re.compile("examen")).click()
    expect(page.locator("[data-link-word]")).to_have_text("En ligne", timeout=15_000)
    expect(page.locator(".steps")).to_have_count(0)
    expect(page.locator("[data-hint]")).to_have_count(0)
    expect(page.locator("#drawer")).to_have_count(0)


def test_a_draft_outlives_a_reload_and_a_hint_is_given(page: Page) -> None:
    page.goto("/scenarios/AC-01")
    page.get_by_role("button", name=re.compile("Commencer")).click()
    expect(page.locator("[data-link-word]")).to_have_text("En ligne", timeout=15_000)
    page.locator("[data-say]").fill("Je commence une phrase")
    page.reload()
    expect(page.locator("[data-say]")).to_have_value("Je commence une phrase")
    page.locator("[data-hint]").click()
    expect(page.locator("[data-hintbox]")).to_be_visible()


def test_replaying_from_a_turn_opens_a_branch(page: Page) -> None:
    page.goto("/scenarios/AC-01")
    page.get_by_role("button", name=re.compile("Commencer")).click()
    expect(page.locator("[data-link-word]")).to_have_text("En ligne", timeout=15_000)
    first = page.url
    for number, line in enumerate(["Bonjour, vous avez un moment ?", "Vous logez où, maintenant ?"], start=1):
        page.locator("[data-say]").fill(line)
        page.keyboard.press("Enter")
        expect(page.locator("[data-log] .say--client:not([data-busy])")).to_have_count(number, timeout=15_000)
    page.locator("[data-branch='3']").click()
    page.wait_for_url(lambda url: url != first)
    expect(page.locator("[data-log] .say--client")).to_have_count(1, timeout=15_000)


def test_text_from_people_is_text(page: Page) -> None:
    page.goto("/scenarios/AC-01")
    page.get_by_role("button", name=re.compile("Commencer")).click()
    expect(page.locator("[data-link-word]")).to_have_text("En ligne", timeout=15_000)
    attack = "<img src=x onerror=alert(1)><script>document.title='pris'</script>"
    page.locator("[data-say]").fill(attack)
    page.keyboard.press("Enter")
    expect(page.locator("[data-log] .say--advisor .say__line")).to_have_text(attack, timeout=15_000)
    assert page.title() != "pris"
    assert page.locator("[data-log] img").count() == 0
