"""From the home page to a debrief whose levels quote one's lines, through the page's own controls."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

ROOT = Path(__file__).parent.parent.parent
SCRIPT = (ROOT / "transcripts" / "scripts" / "AC-01.strong.txt").read_text(encoding="utf-8").splitlines()

pytestmark = pytest.mark.browser


def say(page: Page, line: str, answers: int) -> None:
    page.get_by_role("textbox", name=re.compile("Vous")).fill(line)
    page.keyboard.press("Enter")
    expect(page.locator("[data-log] .say--client:not([data-busy])")).to_have_count(answers, timeout=15_000)


def test_newcomer_can_read_a_sample(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name=re.compile("exemple", re.IGNORECASE)).first.click()
    expect(page.locator(".crit")).not_to_have_count(0)
    expect(page.locator("mark.ev").first).to_be_visible()


def test_prepare_talk_record_debrief(page: Page) -> None:
    page.goto("/")
    page.locator("a[href='/scenarios/AC-01']").first.click()
    expect(page.get_by_text("Vous allez parler à une IA")).to_be_visible()
    page.get_by_role("button", name=re.compile("Commencer")).click()
    expect(page.locator("[data-link-word]")).to_have_text("En ligne", timeout=15_000)
    for number, line in enumerate(filter(None, SCRIPT), start=1):
        say(page, line, number)
        if page.locator("[data-over]").is_visible():
            break
    expect(page.locator("[data-over]")).to_be_visible()
    page.get_by_role("link", name=re.compile("Remplir la fiche")).click()
    page.get_by_label("Canal de communication").fill("messagerie de l'appli, jamais en service")
    page.get_by_label("Situation familiale").fill("pacsée depuis juin 2026")
    page.get_by_role("button", name=re.compile("débrief", re.IGNORECASE)).click()
    expect(page.locator("h1")).to_contain_text("Nadia", timeout=20_000)
    expect(page.locator(".crit")).to_have_count(5, timeout=20_000)
    for criterion in page.locator(".crit").all():
        scored = criterion.locator(".level__n").inner_text().strip() in "123"
        if scored:
            assert criterion.locator(".evs .said").count() >= 1
