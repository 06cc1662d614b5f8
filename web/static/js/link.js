// Evidence and its note light up together, by pointer and by focus.

import { all } from "./dom.js";

function lit(on) {
  return (event) => {
    const links = event.target.closest?.("[data-link]")?.dataset.link;
    if (!links) return;
    for (const link of links.split(" ")) {
      for (const item of all(`[data-link~="${CSS.escape(link)}"]`)) item.classList.toggle("is-linked", on);
    }
  };
}

export function start() {
  if (!document.querySelector("[data-link]")) return;
  for (const [type, on] of [["pointerover", true], ["pointerout", false], ["focusin", true], ["focusout", false]]) {
    document.addEventListener(type, lit(on));
  }
  for (const bar of all("[data-goto]")) {
    bar.addEventListener("click", () => {
      location.hash = bar.dataset.goto;
    });
  }
}
