"""The database is locked while one speaks: the page says so, asks again by itself, and nothing is lost."""

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_whole_path import SCRIPT, say
from tests.server import running

pytestmark = pytest.mark.browser


@pytest.fixture
def place(browser: Browser, tmp_path: Path) -> Iterator[tuple[Page, Path]]:
    with running(tmp_path) as address:
        context = browser.new_context(base_url=address, locale="fr-FR")
        yield context.new_page(), tmp_path / "entretien.db"
        context.close()


def test_the_page_asks_again(place: tuple[Page, Path]) -> None:
    page, database = place
    page.goto("/scenarios/AC-01")
    page.get_by_role("button", name=re.compile("Commencer")).click()
    expect(page.locator("[data-link-word]")).to_have_text("En ligne", timeout=15_000)
    say(page, SCRIPT[0], 1)
    other = sqlite3.connect(database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    page.get_by_role("textbox", name=re.compile("Vous")).fill(SCRIPT[1])
    page.keyboard.press("Enter")
    expect(page.locator("[data-say-error-text]")).to_contain_text("Rien n'est perdu", timeout=15_000)
    other.execute("ROLLBACK")
    other.close()
    expect(page.locator("[data-log] .say--client:not([aria-busy=true])")).to_have_count(2, timeout=20_000)
    expect(page.locator("[data-log] .say--advisor")).to_have_count(2)
    expect(page.locator("[data-say-error]")).to_be_hidden()


def test_two_tabs_keep_their_own_words(place: tuple[Page, Path]) -> None:
    """What a tab keeps for later is not overwritten by the other one."""
    page, _ = place
    page.goto("/scenarios/AC-01")
    page.get_by_role("button", name=re.compile("Commencer")).click()
    expect(page.locator("[data-link-word]")).to_have_text("En ligne", timeout=15_000)
    second = page.context.new_page()
    second.goto(page.url)
    expect(second.locator("[data-link-word]")).to_have_text("En ligne", timeout=15_000)
    page.context.set_offline(True)
    for tab, line in ((page, SCRIPT[0]), (second, SCRIPT[1])):
        tab.evaluate("() => { WebSocket.prototype.send = () => {}; }")
        tab.get_by_role("textbox", name=re.compile("Vous")).fill(line)
        tab.keyboard.press("Enter")
    kept = page.evaluate(
        "() => Object.entries(localStorage).filter(([k]) => k.includes('outbox')).map(([, v]) => v)"
    )
    assert len(kept) == 1
    assert SCRIPT[0] in kept[0]
    assert SCRIPT[1] in kept[0]
    page.context.set_offline(False)
    page.reload()
    expect(page.locator("[data-log] .say--client:not([aria-busy=true])")).to_have_count(2, timeout=20_000)
