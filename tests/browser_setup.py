"""Find a Chromium for the browser tests, or bring one where it may. Says aloud what it found."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium() -> str | None:
    """Path of a Chromium on this machine: named in ENTRETIEN_CHROMIUM, on the PATH, or Playwright's own."""
    named = os.environ.get("ENTRETIEN_CHROMIUM")
    if named:
        return named
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    return found or _playwright_chromium()


def _playwright_chromium() -> str | None:
    from playwright.sync_api import Error, sync_playwright

    try:
        with sync_playwright() as playwright:
            path = playwright.chromium.executable_path
    except Error:
        return None
    return path if path and Path(path).exists() else None


def bring_chromium() -> str | None:
    """Try the system's packages (as root), then Playwright's download."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-qq"], check=False, timeout=300)
        command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"]
        subprocess.run(command, check=False, timeout=900, stdout=subprocess.DEVNULL)
    if find_chromium() is None:
        command = [sys.executable, "-m", "playwright", "install", "chromium"]
        subprocess.run(command, check=False, timeout=900)
    return find_chromium()


def main() -> int:
    """Exit 1 only when a browser is required (CI=true) and none can be had."""
    path = find_chromium() or bring_chromium()
    if path:
        sys.stderr.write(f"Chromium : {path}\n")
        return 0
    required = os.environ.get("CI") == "true"
    sys.stderr.write(
        "Chromium introuvable : les tests de navigateur " + ("échouent.\n" if required else "sont passés.\n")
    )
    return 1 if required else 0


if __name__ == "__main__":
    sys.exit(main())
