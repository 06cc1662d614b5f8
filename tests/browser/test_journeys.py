"""From the first page to a branch beside its origin, by keyboard alone and by mouse, narrow and wide, light and dark."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.learner import script
from tests.browser.walk import Keyboard, Mouse, Walker

pytestmark = pytest.mark.browser
LINES = script("AC-01.weak")[:3]
ANSWERS = "[data-log] .say--client:not([data-busy])"


@pytest.fixture(
    params=[(1280, "light"), (1280, "dark"), (320, "light"), (320, "dark")], ids=lambda p: f"{p[0]}-{p[1]}"
)
def screen(request: pytest.FixtureRequest, browser: Browser, site: str) -> Iterator[Page]:
    width, scheme = request.param
    context = browser.new_context(
        base_url=site,
        viewport={"width": width, "height": 800 if width > 700 else 640},
        color_scheme=scheme,
        locale="fr-FR",
        reduced_motion="reduce",
    )
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "console",
        lambda message: faults.append(message.text) if message.type in ("error", "warning") else None,
    )
    yield page
    context.close()
    assert faults == []


@pytest.mark.parametrize("way", [Keyboard, Mouse])
def test_a_whole_evening(screen: Page, way: type[Keyboard | Mouse]) -> None:
    walker = way(screen)
    screen.goto("/")
    walker.press("a[href='/scenarios/AC-01']")
    walker.press("button[value=training]")
    converse(walker, LINES)
    finish(walker)
    expect(screen.locator(".crit")).to_have_count(5, timeout=20_000)
    origin = screen.url
    walker.press(".prio [data-branch]")
    screen.wait_for_url(lambda url: "/debrief" not in url)
    expect(screen.locator("[data-link-word]")).to_have_text("En ligne", timeout=15_000)
    converse(walker, ["Merci. Qu'est-ce qui a changé pour vous depuis notre dernier échange ?"])
    finish(walker)
    expect(screen.get_by_text("voir l’origine")).to_be_visible(timeout=20_000)
    walker.press("a[href^='/compare']")
    expect(screen.get_by_role("heading", name="La reprise et son origine")).to_be_visible()
    assert screen.url != origin
    walker.press("a[href='/progress']")
    expect(screen.locator(".chart")).to_have_count(5)
    assert screen.evaluate("document.documentElement.scrollWidth <= innerWidth")


def converse(walker: Walker, lines: list[str]) -> None:
    """Say each line once the client has answered the one before."""
    page = walker.page
    expect(page.locator("[data-link-word]")).to_have_text("En ligne", timeout=15_000)
    page.wait_for_timeout(300)
    before = page.locator(ANSWERS).count()
    for number, line in enumerate(lines, start=1):
        walker.write("[data-say]", line)
        page.keyboard.press("Enter")
        expect(page.locator(ANSWERS)).to_have_count(before + number, timeout=15_000)


def finish(walker: Walker) -> None:
    """End, fill one field of the record, read the debrief."""
    page = walker.page
    walker.press("[data-end-button]")
    walker.press("dialog[open] [data-end]")
    page.wait_for_url(re.compile("/record$"))
    walker.write("input[name=canal_communication], form.record input", "messagerie")
    walker.press("form.record button[type=submit]")
    page.wait_for_url(re.compile("/debrief$"))
