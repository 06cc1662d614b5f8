// The tools on a narrow screen: a drawer over the conversation, closed by its button or Escape.

import { all } from "./dom.js";

export function start() {
  const drawer = document.getElementById("drawer");
  if (!drawer) return;
  let opener = null;
  const close = () => {
    if (!drawer.classList.contains("is-open")) return;
    drawer.classList.remove("is-open");
    opener?.setAttribute("aria-expanded", "false");
    opener?.focus();
  };
  for (const button of all('[data-open="drawer"]')) {
    button.setAttribute("aria-expanded", "false");
    button.setAttribute("aria-controls", "drawer");
    button.addEventListener("click", () => {
      opener = button;
      drawer.classList.add("is-open");
      button.setAttribute("aria-expanded", "true");
      drawer.querySelector('[role=tab][aria-selected="true"]')?.focus();
    });
  }
  drawer.addEventListener("click", (event) => {
    if (event.target.closest("[data-close]")) close();
  });
  drawer.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
}
