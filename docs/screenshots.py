"""Photograph every page as a learner meets it, wide and narrow, light and dark.

python -m docs.screenshots [--out DIR] [--whole] [NAME…]

A learner's story is played first, on a database of its own: two attempts, a branch, an exam, an interview under way.
By default each picture is a screen, as WebP, into docs/screenshots/; ``--whole`` takes whole pages.
"""

import argparse
import base64
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.learner import call, opened, play, script, whole
from tests.browser_setup import find_chromium
from tests.server import running

HERE = Path(__file__).parent / "screenshots"
ARGUMENTS = ["--no-sandbox", "--disable-gpu"]
SIZES = {1280: 900, 360: 740}
SCHEMES = ("light", "dark")
QUALITY = 38
SETTLED = 350


@dataclass(frozen=True)
class Story:
    """Interviews a learner has been through."""

    weak: str
    branch: str
    strong: str
    live: str
    exam: str


@dataclass(frozen=True)
class Shot:
    """A picture: where, at which part of the page, after which press."""

    path: Callable[[Story], str]
    at: str = ""
    press: str = ""


SHOTS = {
    "accueil": Shot(lambda _: "/"),
    "preparation": Shot(lambda _: "/scenarios/AC-01"),
    "entretien": Shot(lambda s: f"/interviews/{s.live}", press="[data-hint]"),
    "entretien-outils": Shot(lambda s: f"/interviews/{s.live}", press='[data-open="drawer"]'),
    "entretien-touches": Shot(lambda s: f"/interviews/{s.live}", press='[data-open="keys"]'),
    "entretien-voix": Shot(lambda s: f"/interviews/{s.live}", press='[data-open="speech"]'),
    "examen": Shot(lambda s: f"/interviews/{s.exam}"),
    "fiche": Shot(lambda s: f"/interviews/{s.weak}/record"),
    "debrief": Shot(lambda s: f"/interviews/{s.weak}/debrief"),
    "debrief-ruban": Shot(lambda s: f"/interviews/{s.strong}/debrief", at="#ruban"),
    "debrief-piece": Shot(lambda s: f"/interviews/{s.strong}/debrief", at="#piece"),
    "progres": Shot(lambda _: "/progress"),
    "cote-a-cote": Shot(lambda s: f"/compare?a={s.weak}&b={s.branch}"),
    "reprise": Shot(lambda s: f"/compare?a={s.weak}&b={s.branch}", at=".beside"),
    "debriefs": Shot(lambda _: "/debriefs"),
    "catalogue": Shot(lambda _: "/catalogue"),
    "espace": Shot(lambda _: "/espace"),
    "composants": Shot(lambda _: "/design"),
}


def tell(page: Page) -> Story:
    """Play the story: a poor call, its third turn replayed better, a good interview, two under way."""
    page.goto("/catalogue")
    weak = whole(page, "AC-01.weak")
    branch = str(call(page, "POST", f"/api/interviews/{weak}/branch", {"from_turn": 3})["id"])
    play(page, branch, script("AC-01.strong")[1:], already=1)
    strong = whole(page, "EC-02.strong")
    whole(page, "AC-02.weak")
    live = opened(page, "EC-01")
    play(page, live, script("EC-01.strong")[:4], closing=False)
    return Story(weak, branch, strong, live, opened(page, "REC-01", "exam"))


def take(
    browser: Browser, address: str, state: str, story: Story, wanted: list[str], full: bool
) -> Iterator[tuple[str, bytes]]:
    """Each picture with its name."""
    for width, height in SIZES.items():
        for scheme in SCHEMES:
            context = browser.new_context(
                base_url=address,
                viewport={"width": width, "height": height},
                color_scheme="dark" if scheme == "dark" else "light",
                locale="fr-FR",
                reduced_motion="reduce",
                storage_state=state,
            )
            page = context.new_page()
            for name in wanted:
                if show(page, SHOTS[name], story):
                    yield f"{name}-{width}-{scheme}.webp", picture(page, full)
            context.close()


def show(page: Page, shot: Shot, story: Story) -> bool:
    """Bring the page where the picture wants it; False when this width has nothing to press."""
    page.goto(shot.path(story))
    page.wait_for_timeout(SETTLED)
    if shot.at:
        page.locator(shot.at).first.evaluate(
            "item => scrollTo(0, item.getBoundingClientRect().top + scrollY - 60)"
        )
    if shot.press:
        button = page.locator(shot.press).first
        if not button.is_visible():
            return False
        button.click()
    page.wait_for_timeout(SETTLED)
    return True


def picture(page: Page, full: bool) -> bytes:
    """WebP, which Playwright does not offer, asked of the browser itself."""
    devtools = page.context.new_cdp_session(page)
    asked = {"format": "webp", "quality": QUALITY, "captureBeyondViewport": full}
    if full:
        size = devtools.send("Page.getLayoutMetrics")["cssContentSize"]
        asked["clip"] = {**size, "scale": 1}
    return base64.b64decode(devtools.send("Page.captureScreenshot", asked)["data"])


def main() -> int:
    """Write the pictures; says how many and how heavy."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(SHOTS))
    parser.add_argument("--out", type=Path, default=HERE)
    parser.add_argument("--whole", action="store_true", help="whole pages, not screens")
    asked = parser.parse_args()
    path = find_chromium()
    if path is None or set(asked.names) - set(SHOTS):
        sys.stderr.write("Chromium introuvable.\n" if path is None else "Image inconnue. Voir --help.\n")
        return 2
    asked.out.mkdir(parents=True, exist_ok=True)
    weight = count = 0
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder)) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        state = str(Path(folder) / "state.json")
        context = browser.new_context(base_url=address, locale="fr-FR")
        story = tell(context.new_page())
        context.storage_state(path=state)
        for name, image in take(browser, address, state, story, asked.names or list(SHOTS), asked.whole):
            (asked.out / name).write_bytes(image)
            weight, count = weight + len(image), count + 1
        browser.close()
    sys.stderr.write(f"{count} images, {weight // 1000} ko : {asked.out}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
