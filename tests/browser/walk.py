"""Two ways through a page: by keyboard alone, or by mouse. Neither touches what a person could not reach."""

from typing import Protocol

from playwright.sync_api import Page, expect

PRESSES = 160
OUTLINED = """() => {
  for (let item = document.activeElement; item && item !== document.body; item = item.parentElement) {
    const style = getComputedStyle(item);
    if (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) return true;
  }
  return false;
}"""
HERE = "selector => document.activeElement?.matches(selector) ?? false"


class Walker(Protocol):
    """Someone who uses the page."""

    page: Page

    def press(self, selector: str) -> None:
        """Activate a control."""

    def write(self, selector: str, text: str) -> None:
        """Fill a field."""


class Keyboard:
    """Tab until it is there, then Enter; text is typed."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, selector: str) -> None:
        expect(self.page.locator(selector).first).to_be_visible(timeout=20_000)
        for _ in range(PRESSES):
            if self.page.evaluate(HERE, selector):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{selector} is out of the keyboard's reach")

    def press(self, selector: str) -> None:
        self.reach(selector)
        assert self.page.evaluate(OUTLINED), f"no focus to be seen on {selector}"
        self.page.keyboard.press("Enter")

    def write(self, selector: str, text: str) -> None:
        self.reach(selector)
        self.page.keyboard.type(text)


class Mouse:
    """Move there and press the button."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, selector: str) -> None:
        item = self.page.locator(selector).first
        item.scroll_into_view_if_needed(timeout=20_000)
        box = item.bounding_box()
        assert box is not None
        self.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        item.click()

    def write(self, selector: str, text: str) -> None:
        self.press(selector)
        self.page.keyboard.insert_text(text)
