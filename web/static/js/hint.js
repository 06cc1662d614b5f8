// One hint on demand, about the next move, never the answer; counted, as the debrief will tell.

import { one } from "./dom.js";
import { Refused, send } from "./http.js";
import { hints as told } from "./words.js";

export function hints(interview, complain) {
  const button = one("[data-hint]");
  const box = one("[data-hintbox]");
  if (!button) return { given() {} };
  let count = 0;
  button.addEventListener("click", async () => {
    if (button.getAttribute("aria-disabled") === "true") return;
    button.setAttribute("aria-disabled", "true");
    try {
      const { text } = await send("POST", `/api/interviews/${interview}/hint`);
      one("[data-hint-text]", box).textContent = text;
      box.hidden = false;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      complain(error.message);
    }
    button.removeAttribute("aria-disabled");
  });
  one("[data-hint-close]", box).addEventListener("click", () => {
    box.hidden = true;
    one("[data-say]").focus();
  });
  return {
    given() {
      count += 1;
      one("[data-hint-word]", button).textContent = told(count);
    },
  };
}
