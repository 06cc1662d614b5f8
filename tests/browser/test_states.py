"""axe-core on every state a learner can be in, wide and narrow, light and dark; nothing overflows, nothing complains."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.learner import call, opened, play, script, whole
from tests.browser.test_accessibility import violations

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Past:
    """Interviews of one learner, and the cookie that owns them."""

    state: str
    weak: str
    branch: str
    written: str
    live: str
    exam: str
    over: str


@pytest.fixture(scope="session")
def past(browser: Browser, site: str, tmp_path_factory: pytest.TempPathFactory) -> Past:
    context = browser.new_context(base_url=site, locale="fr-FR")
    page = context.new_page()
    page.goto("/catalogue")
    weak = whole(page, "AC-01.weak")
    branch = str(call(page, "POST", f"/api/interviews/{weak}/branch", {"from_turn": 3})["id"])
    call(page, "POST", f"/api/interviews/{branch}/hint")
    play(page, branch, script("AC-01.strong")[1:], already=1)
    written = whole(page, "ECR-01.strong")
    live, over = opened(page, "EC-01"), opened(page, "AC-02")
    play(page, live, script("EC-01.strong")[:3], closing=False)
    play(page, over, script("AC-02.weak")[:1])
    exam = opened(page, "REC-01", "exam")
    state = str(Path(tmp_path_factory.mktemp("past")) / "state.json")
    context.storage_state(path=state)
    context.close()
    return Past(state, weak, branch, written, live, exam, over)


def nothing(_page: Page) -> None:
    return


def pressed(*selectors: str) -> Callable[[Page], None]:
    def act(page: Page) -> None:
        expect(page.locator("[data-link-word]")).to_have_text("En ligne", timeout=15_000)
        for selector in selectors:
            page.locator(selector).first.click()

    return act


def drawn(page: Page) -> None:
    """The drawer on a narrow screen, the notes tab on a wide one."""
    opener = page.locator('[data-open="drawer"]')
    if opener.is_visible():
        opener.click()
    page.locator("#tb2").click()


def dictating(page: Page) -> None:
    page.locator('[data-open="speech"]').click()
    page.locator('[data-speech="listen"]').check()


def cut(page: Page) -> None:
    expect(page.locator("[data-link-word]")).to_have_text("En ligne", timeout=15_000)
    page.evaluate("document.querySelector('[data-lost]').hidden = false")
    page.evaluate("document.querySelector('[data-back]').hidden = false")


def filtered(page: Page) -> None:
    page.locator("[data-filter]").nth(1).click()
    page.keyboard.press("j")
    for fold in page.locator("details > summary").all()[:4]:
        fold.click()


def unfolded(page: Page) -> None:
    for fold in page.locator("details > summary").all():
        fold.click()


STATES: dict[str, tuple[Callable[[Past], str], Callable[[Page], None]]] = {
    "home": (lambda _: "/", nothing),
    "keys": (lambda _: "/", lambda page: page.keyboard.press("?")),
    "live": (lambda p: f"/interviews/{p.live}", pressed()),
    "hint": (lambda p: f"/interviews/{p.live}", pressed("[data-hint]")),
    "tools": (lambda p: f"/interviews/{p.live}", drawn),
    "speech": (lambda p: f"/interviews/{p.live}", dictating),
    "end": (lambda p: f"/interviews/{p.live}", pressed("[data-end-button]")),
    "lost": (lambda p: f"/interviews/{p.live}", cut),
    "exam": (lambda p: f"/interviews/{p.exam}", pressed()),
    "over": (lambda p: f"/interviews/{p.over}", pressed()),
    "record": (lambda p: f"/interviews/{p.weak}/record", nothing),
    "debrief": (lambda p: f"/interviews/{p.branch}/debrief", filtered),
    "written": (lambda p: f"/interviews/{p.written}/debrief", unfolded),
    "debriefs": (lambda _: "/debriefs", nothing),
    "progress": (lambda _: "/progress", unfolded),
    "compare": (lambda p: f"/compare?a={p.weak}&b={p.branch}", unfolded),
    "two": (lambda p: f"/compare?a={p.weak}&b={p.over}", nothing),
    "refused": (lambda p: f"/compare?a={p.weak}&b={p.written}", nothing),
    "space": (lambda _: "/espace", nothing),
    "design": (lambda _: "/design", nothing),
}


@pytest.fixture(
    scope="session", params=[(1280, "light"), (1280, "dark"), (320, "light"), (320, "dark")], ids=str
)
def shown(
    request: pytest.FixtureRequest, browser: Browser, site: str, past: Past
) -> Iterator[tuple[Page, list[str]]]:
    width, scheme = request.param
    context = browser.new_context(
        base_url=site,
        viewport={"width": width, "height": 760},
        color_scheme=scheme,
        locale="fr-FR",
        reduced_motion="reduce",
        storage_state=past.state,
    )
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    yield page, faults
    context.close()


@pytest.mark.parametrize("name", STATES)
def test_every_state_passes_axe_and_fits(shown: tuple[Page, list[str]], past: Past, name: str) -> None:
    page, faults = shown
    path, act = STATES[name]
    faults.clear()
    page.goto(path(past))
    act(page)
    page.wait_for_timeout(150)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert [fault for fault in faults if "422" not in fault] == []
