// Prints with everything unfolded that belongs on paper.

import { all } from "./dom.js";

export function start() {
  for (const button of all("[data-print]")) button.addEventListener("click", () => print());
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = all("details.more:not([open]):not(.more--alt):not(.ladder)");
    for (const fold of opened) fold.open = true;
  });
  addEventListener("afterprint", () => {
    for (const fold of opened) fold.open = false;
  });
}
