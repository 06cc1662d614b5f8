"""A learner who plays from inside a page: same cookie, same socket, no typing. For stories, not for proofs of typing."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

ROOT = Path(__file__).parent.parent.parent
SCRIPTS = ROOT / "transcripts" / "scripts"
CALL = """async ([method, path, body]) => {
  const token = document.querySelector("[data-csrf]")?.dataset.csrf ?? "";
  const answer = await fetch(path, { method, headers: { "Content-Type": "application/json", "X-CSRF-Token": token },
    body: body === null ? undefined : JSON.stringify(body) });
  const text = await answer.text();
  return { status: answer.status, data: text ? JSON.parse(text) : null };
}"""
PLAY = """async ([path, lines, from, closing]) => {
  const address = new URL(path, location.href);
  address.protocol = "ws:";
  const socket = new WebSocket(address);
  let said = 0, ended = false, judged = false, wake = () => {};
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    if (message.kind === "client_said") said += 1;
    if (message.kind === "interview_ended") ended = true;
    if (message.kind === "assessment_ready") judged = true;
    wake();
  };
  const until = async (done) => { while (!done()) await new Promise((next) => { wake = next; }); };
  await new Promise((next) => { socket.onopen = next; });
  socket.send(JSON.stringify({ type: "hello", last_seq: 0 }));
  let expected = from;
  await until(() => said >= from);
  for (const text of lines) {
    if (ended) break;
    socket.send(JSON.stringify({ type: "say", id: crypto.randomUUID(), text }));
    expected += 1;
    await until(() => said >= expected || ended);
  }
  if (closing && !ended) { socket.send(JSON.stringify({ type: "end" })); await until(() => ended); }
  if (closing) await until(() => judged);
  socket.close();
  return said;
}"""


def script(name: str) -> list[str]:
    """The advisor's lines of a shipped script."""
    text = (SCRIPTS / f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line]


def call(page: Page, method: str, path: str, body: Any = None) -> Any:
    """A request from the page, with its cookie; gives the data, whatever the status."""
    return page.evaluate(CALL, [method, path, body])["data"]


def play(page: Page, interview: str, lines: list[str], already: int = 0, closing: bool = True) -> int:
    """Say lines one after the other; gives the number of client turns. ``already`` counts those before."""
    said: int = page.evaluate(PLAY, [f"/ws/interviews/{interview}", lines, already, closing])
    return said


def opened(page: Page, scenario: str, mode: str = "training") -> str:
    """A new interview's id."""
    if not page.url.startswith("http"):
        page.goto("/catalogue")
    return str(call(page, "POST", "/api/interviews", {"scenario": scenario, "mode": mode})["id"])


def whole(page: Page, name: str, mode: str = "training") -> str:
    """A shipped script played to its debrief; gives the interview's id."""
    scenario = name.split(".")[0]
    interview = opened(page, scenario, mode)
    first = page.evaluate("() => 0")
    play(page, interview, script(name), first)
    return interview
