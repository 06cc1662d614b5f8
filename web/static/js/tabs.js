// Tabs: one panel shown; arrows, Home and End move.

import { all } from "./dom.js";

function pick(tabs, tab, focus) {
  for (const other of tabs) {
    const on = other === tab;
    other.setAttribute("aria-selected", String(on));
    other.tabIndex = on ? 0 : -1;
    document.getElementById(other.getAttribute("aria-controls"))?.toggleAttribute("hidden", !on);
  }
  if (focus) tab.focus();
}

export function start() {
  for (const list of all("[role=tablist]")) {
    const tabs = all("[role=tab]", list);
    list.addEventListener("click", (event) => {
      const tab = event.target.closest("[role=tab]");
      if (tab) pick(tabs, tab, true);
    });
    list.addEventListener("keydown", (event) => {
      const at = tabs.indexOf(document.activeElement);
      const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
      if (at < 0 || next === undefined) return;
      event.preventDefault();
      pick(tabs, tabs[(next + tabs.length) % tabs.length], true);
    });
  }
}
