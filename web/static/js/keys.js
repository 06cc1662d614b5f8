// Shortcuts: one key, never while one writes, listed on « ? », and switched off there by whoever prefers it so.

import { all, one } from "./dom.js";
import { read, write } from "./store.js";

const OFF = "keys";

const writing = (target) => target.matches?.("textarea, select, input:not([type=radio], [type=checkbox]), [contenteditable]");

function press(item) {
  const drawer = item.closest("#drawer");
  if (drawer && getComputedStyle(drawer).visibility === "hidden") one('[data-open="drawer"]').click();
  if (item.matches("input, textarea")) item.focus();
  else item.click();
}

function step(direction) {
  const stops = all("[data-stop]");
  if (!stops.length) return;
  const middle = innerHeight / 3;
  const here = stops.findIndex((stop) => stop === one(".is-here"));
  const seen = stops.findIndex((stop) => stop.getBoundingClientRect().top > middle);
  const from = here >= 0 ? here + direction : direction > 0 ? Math.max(0, seen) : (seen < 0 ? stops.length : seen) - 1;
  const next = stops[(from + stops.length) % stops.length];
  for (const stop of stops) stop.classList.toggle("is-here", stop === next);
  next.scrollIntoView({ block: "center" });
  next.tabIndex = -1;
  next.focus({ preventScroll: true });
}

export function start() {
  const dialog = document.getElementById("keys");
  if (!dialog) return;
  const off = one("[data-keys-off]", dialog);
  off.checked = read(OFF) === "off";
  off.addEventListener("change", () => write(OFF, off.checked ? "off" : ""));
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (writing(event.target)) {
      if (event.key === "Escape" && event.target.matches("[data-say]")) one("[data-stick]").focus();
      return;
    }
    if (off.checked || one("dialog[open]")) return;
    const key = event.key.toLowerCase();
    if (key === "j" || key === "k") step(key === "j" ? 1 : -1);
    else if (key === "r" && one(".is-here [data-branch]")) one(".is-here [data-branch]").click();
    else {
      const item = all(`[data-key="${CSS.escape(key)}"]`).find((found) => !found.disabled && !found.closest("[hidden]"));
      if (!item) return;
      press(item);
    }
    event.preventDefault();
  });
}
