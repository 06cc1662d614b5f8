// Waits for the debrief: asks now and then, and shows it when it is there.

import { one } from "./dom.js";
import { OFFLINE_WAIT } from "./words.js";

const PACE = 1000;
const SLOWEST = 8000;
const OK = 200;

export function start() {
  const line = one("[data-wait]");
  if (!line) return;
  let pace = PACE;
  const ask = async () => {
    try {
      const answer = await fetch(line.dataset.wait, { credentials: "same-origin" });
      const data = answer.status === OK ? null : await answer.json();
      if (answer.status === OK || data?.status === "failed") {
        location.reload();
        return;
      }
    } catch {
      line.textContent = OFFLINE_WAIT;
    }
    pace = Math.min(SLOWEST, pace * 1.5);
    setTimeout(ask, pace);
  };
  setTimeout(ask, pace);
}
