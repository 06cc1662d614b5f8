"""Take the README's picture: serve the product, open the sample debrief, photograph it.

python -m docs.screenshot
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser_setup import find_chromium
from tests.server import running

HERE = Path(__file__).parent
SAMPLE = "/samples/EC-01.strong"
ARGUMENTS = ["--no-sandbox", "--disable-gpu"]


def main() -> int:
    """Write docs/debrief.png."""
    path = find_chromium()
    if path is None:
        sys.stderr.write("Chromium introuvable.\n")
        return 1
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder)) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        page = browser.new_page(
            viewport={"width": 1280, "height": 1500}, locale="fr-FR", color_scheme="light"
        )
        page.goto(address + SAMPLE)
        page.screenshot(path=HERE / "debrief.png")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
