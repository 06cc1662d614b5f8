"""The live conversation: told by the sentence, lost and found again, dictated, helped, never executed."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, WebSocketRoute, expect

from tests.browser.learner import call, opened
from tests.server import running

pytestmark = pytest.mark.browser
ANSWERS = "[data-log] .say--client:not([data-busy])"
WATCH = """() => {
  window.heard = [];
  const log = document.querySelector("[data-log]");
  const quiet = (node) => node.parentElement?.closest("[aria-live]")?.getAttribute("aria-live") !== "polite"
    || node.parentElement.closest("[aria-hidden=true]");
  new MutationObserver((changes) => {
    for (const change of changes) for (const node of change.addedNodes) {
      const texts = node.nodeType === 3 ? [node] : [...(function* (root) {
        const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
        while (walk.nextNode()) yield walk.currentNode;
      })(node)];
      for (const text of texts) if (text.isConnected && !quiet(text)) window.heard.push(text.data.trim());
    }
  }).observe(log, { childList: true, subtree: true, characterData: true });
}"""
SPEECH = """() => {
  window.recognitions = [];
  window.SpeechRecognition = window.webkitSpeechRecognition = class extends EventTarget {
    start() { window.recognitions.push(this); }
    stop() { this.dispatchEvent(new Event("end")); }
    abort() { this.dispatchEvent(new Event("end")); }
    hear(text) {
      const event = new Event("result");
      event.results = [[{ transcript: text }]];
      this.dispatchEvent(event);
    }
  };
  window.said = [];
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  const voices = [{ lang: "fr-FR", localService: false, name: "loin" }, { lang: "fr-FR", localService: true, name: "ici" }];
  Object.defineProperty(window, "speechSynthesis", { value: {
    getVoices: () => voices, cancel: () => {}, addEventListener: () => {},
    speak: (one) => window.said.push([one.text, one.voice.name]),
  }});
}"""


@pytest.fixture(scope="module")
def slow_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("slow")
    with running(folder, pace=0.4) as address:
        yield address


@pytest.fixture
def slow(browser: Browser, slow_site: str) -> Iterator[Page]:
    context = browser.new_context(base_url=slow_site, viewport={"width": 1280, "height": 900}, locale="fr-FR")
    page = context.new_page()
    yield page
    context.close()


def begin(page: Page, scenario: str = "AC-01", mode: str = "training") -> str:
    page.goto("/catalogue")
    interview = opened(page, scenario, mode)
    page.goto(f"/interviews/{interview}")
    expect(page.locator("[data-link-word]")).to_have_text("En ligne", timeout=15_000)
    return interview


def say(page: Page, line: str, answers: int) -> None:
    page.locator("[data-say]").fill(line)
    page.locator("[data-say]").press("Enter")
    expect(page.locator(ANSWERS)).to_have_count(answers, timeout=20_000)


def turns(page: Page, interview: str) -> list[dict[str, Any]]:
    return list(call(page, "GET", f"/api/interviews/{interview}/transcript")["turns"])


def test_each_sentence_is_told_once_and_the_shown_text_is_the_kept_one(slow: Page) -> None:
    interview = begin(slow)
    slow.evaluate(WATCH)
    say(slow, "Bonjour Madame Belkacem, Sam Roy de la banque. Vous avez un moment ?", 1)
    kept = turns(slow, interview)[1]["text"]
    assert slow.locator(f"{ANSWERS} .say__line").inner_text().split() == kept.split()
    heard = slow.evaluate("window.heard")
    sentences = [part.strip() for part in re.findall(r"[^.!?…]+[.!?…]+\s*", kept)]
    assert [item for item in heard if item != "Nadia"] == sentences
    assert heard.count("Nadia") == 1


def test_what_was_said_before_is_not_read_again(slow: Page) -> None:
    begin(slow)
    say(slow, "Bonjour Madame Belkacem, vous avez un moment ?", 1)
    slow.add_init_script(f"addEventListener('DOMContentLoaded', {WATCH})")
    slow.reload()
    expect(slow.locator(ANSWERS)).to_have_count(1, timeout=15_000)
    expect(slow.locator("[data-log]")).to_have_attribute("aria-live", "polite")
    assert slow.evaluate("window.heard") == []


def test_the_client_is_seen_and_heard_to_be_speaking(slow: Page) -> None:
    begin(slow)
    slow.locator("[data-say]").fill("Bonjour, vous avez un moment ?")
    slow.locator("[data-say]").press("Enter")
    expect(slow.locator("[data-busy] .say__state")).to_contain_text("Nadia parle", timeout=15_000)
    expect(slow.locator("[data-told]")).to_have_text("Nadia parle")
    expect(slow.locator(ANSWERS)).to_have_count(1, timeout=15_000)
    expect(slow.locator(".say--client .say__state")).to_have_count(0)


class Line:
    """The wire between the page and the server, that a test may cut."""

    def __init__(self, page: Page) -> None:
        self.open = True
        self.sockets: list[WebSocketRoute] = []
        page.route_web_socket(re.compile("/ws/interviews/"), self._route)

    def _route(self, socket: WebSocketRoute) -> None:
        if not self.open:
            socket.close()
            return
        self.sockets.append(socket)
        socket.connect_to_server()

    def cut(self) -> None:
        self.open = False
        for socket in self.sockets:
            socket.close(code=1001)
        self.sockets.clear()


def test_a_cut_is_said_keeps_everything_and_mends_itself(page: Page) -> None:
    line = Line(page)
    interview = begin(page)
    say(page, "Bonjour Madame Belkacem, vous avez un moment ?", 1)
    line.cut()
    expect(page.locator("[data-lost]")).to_be_visible()
    expect(page.locator("[data-told]")).to_have_text("Connexion perdue. Ce que vous écrivez est gardé.")
    page.locator("[data-say]").fill("Vous logez où, maintenant ?")
    page.locator("[data-say]").press("Enter")
    expect(page.locator(".is-pending")).to_contain_text("envoi…")
    page.locator("[data-say]").fill("Et un brouillon")
    page.locator("[data-retry]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-lost-wait]")).to_contain_text("Nouvel essai")
    line.open = True
    expect(page.locator("[data-back]")).to_be_visible(timeout=15_000)
    expect(page.locator("[data-lost]")).to_be_hidden()
    expect(page.locator("[data-say]")).to_be_focused()
    expect(page.locator(ANSWERS)).to_have_count(2, timeout=15_000)
    said = [turn["text"] for turn in turns(page, interview) if turn["speaker"] == "advisor"]
    assert said == ["Bonjour Madame Belkacem, vous avez un moment ?", "Vous logez où, maintenant ?"]
    assert page.locator("[data-log] .say--advisor").count() == 2
    expect(page.locator("[data-say]")).to_have_value("Et un brouillon")


def test_the_drawer_holds_the_focus_and_gives_it_back(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 700})
    begin(page)
    opener = page.locator('[data-open="drawer"]')
    opener.focus()
    page.keyboard.press("Enter")
    drawer = page.locator("#drawer")
    expect(drawer).to_have_attribute("aria-modal", "true")
    for _ in range(25):
        page.keyboard.press("Tab")
        assert page.evaluate("document.getElementById('drawer').contains(document.activeElement)")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.getElementById('drawer').contains(document.activeElement)")
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()
    expect(drawer).not_to_be_visible()
    expect(page.locator("main")).not_to_have_attribute("inert", "")
    opener.click()
    page.mouse.click(180, 40)
    expect(drawer).not_to_be_visible()


def test_shortcuts_are_listed_work_and_can_be_put_out(page: Page) -> None:
    begin(page)
    page.locator("[data-say]").fill("i")
    expect(page.locator("[data-hintbox]")).to_be_hidden()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    dialog = page.locator("#keys")
    expect(dialog).to_be_visible()
    for key in ("e", "i", "c", "n", "f", "q", "?"):
        expect(dialog.locator("kbd", has_text=re.compile(f"^{re.escape(key)}$"))).to_have_count(1)
    page.keyboard.press("Escape")
    page.keyboard.press("i")
    expect(page.locator("[data-hintbox]")).to_be_visible()
    page.keyboard.press("n")
    expect(page.locator("#tp2")).to_be_visible()
    page.keyboard.press("e")
    expect(page.locator("[data-say]")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    page.locator("[data-keys-off]").check()
    page.keyboard.press("Escape")
    page.reload()
    expect(page.locator("[data-link-word]")).to_have_text("En ligne", timeout=15_000)
    page.locator("[data-stick]").focus()
    page.keyboard.press("?")
    expect(dialog).to_be_hidden()


def test_hints_are_counted_and_told_in_the_debrief(page: Page) -> None:
    interview = begin(page)
    for count in (1, 2):
        page.locator("[data-hint]").click()
        expect(page.locator("[data-hint-word]")).to_have_text(f"Un autre indice ({count})")
    text = page.locator("[data-hint-text]").inner_text()
    assert text.endswith("?")
    page.reload()
    expect(page.locator("[data-hint-word]")).to_have_text("Un autre indice (2)", timeout=15_000)
    say(page, "Bonjour, vous avez un moment ?", 1)
    call(page, "POST", f"/api/interviews/{interview}/end")
    page.goto(f"/interviews/{interview}/debrief")
    expect(page.locator("#indices")).to_contain_text("Deux indices demandés", timeout=20_000)
    expect(page.locator("#indices")).to_contain_text("avant le tour 1")


def test_speech_is_off_until_asked_for_and_never_sends(page: Page) -> None:
    page.add_init_script(f"({SPEECH})()")
    interview = begin(page)
    say(page, "Bonjour Madame Belkacem, vous avez un moment ?", 1)
    assert page.evaluate("[window.said.length, window.recognitions.length]") == [0, 0]
    expect(page.locator("[data-dictate]")).to_be_hidden()
    page.locator('[data-open="speech"]').click()
    expect(page.locator("#speech")).to_contain_text("Google pour Chrome")
    page.locator('[data-speech="listen"]').check()
    page.locator('[data-speech="speak"]').check()
    page.locator("#speech [data-close]").click()
    page.locator("[data-dictate]").click()
    expect(page.locator("[data-dictate]")).to_have_attribute("aria-pressed", "true")
    page.evaluate("window.recognitions[0].hear('vous logez où maintenant')")
    expect(page.locator("[data-say]")).to_have_value("vous logez où maintenant")
    assert len(turns(page, interview)) == 2
    page.locator("[data-say]").press("Enter")
    expect(page.locator(ANSWERS)).to_have_count(2, timeout=15_000)
    expect(page.locator("[data-dictate]")).to_have_attribute("aria-pressed", "false")
    page.evaluate("window.recognitions[0].hear('et encore')")
    expect(page.locator("[data-say]")).to_have_value("")
    spoken = page.evaluate("window.said")
    assert "".join(text for text, _ in spoken).split() == turns(page, interview)[3]["text"].split()
    assert {name for _, name in spoken} == {"ici"}


def test_a_browser_without_speech_says_so(page: Page) -> None:
    page.add_init_script("delete window.SpeechRecognition; delete window.webkitSpeechRecognition;")
    begin(page)
    page.locator('[data-open="speech"]').click()
    expect(page.locator('[data-speech="listen"]')).to_be_disabled()
    expect(page.locator("#speech-ln")).to_contain_text("ne sait pas transcrire")


def test_the_conversation_is_copied_as_text(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    interview = begin(page)
    say(page, "Bonjour, vous avez un moment ?", 1)
    call(page, "POST", f"/api/interviews/{interview}/end")
    expect(page.locator("[data-over] [data-copy]")).to_be_visible(timeout=15_000)
    page.locator("[data-over] [data-copy]").click()
    expect(page.locator("[data-over] [data-copy-word]")).to_have_text("Copié")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "1. VOUS : Bonjour, vous avez un moment ?" in copied


def test_erasing_forgets_the_browser_too(page: Page) -> None:
    begin(page)
    page.locator("[data-say]").fill("Un brouillon à oublier")
    page.wait_for_timeout(500)
    page.goto("/espace")
    page.get_by_role("button", name="Tout effacer").click()
    expect(page.locator("h1")).to_have_text("Mon espace")
    page.get_by_label("Je veux effacer").check()
    page.get_by_role("button", name="Tout effacer").click()
    expect(page.get_by_text("C’est effacé.")).to_be_visible()
    expect(page.get_by_text("Rien n’est gardé pour l’instant.")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('entretien:'))") == []
