// Modal dialogs: opened by data-open, closed by data-close, Escape or a press outside.

import { all } from "./dom.js";

export function start() {
  for (const dialog of all("dialog")) {
    for (const button of all(`[data-open="${dialog.id}"]`)) {
      button.addEventListener("click", () => dialog.showModal());
    }
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog || event.target.closest("[data-close]")) dialog.close();
    });
  }
}
