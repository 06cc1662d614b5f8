// Replay from one of my turns: a new interview opens, the first one stays as it is.

import { page } from "./dom.js";
import { Refused, send } from "./http.js";

function tell(button, message) {
  let line = button.parentElement.querySelector("[data-branch-error]");
  if (!line) {
    line = document.createElement("p");
    line.className = "field__error";
    line.setAttribute("role", "alert");
    line.dataset.branchError = "";
    button.after(line);
  }
  line.textContent = message;
}

export function start() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-branch]");
    if (!button || button.getAttribute("aria-disabled") === "true") return;
    const { interview } = page();
    button.setAttribute("aria-disabled", "true");
    try {
      const opened = await send("POST", `/api/interviews/${interview}/branch`, { from_turn: Number(button.dataset.branch) });
      location.assign(`/interviews/${opened.id}`);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      button.removeAttribute("aria-disabled");
      tell(button, error.message);
    }
  });
}
