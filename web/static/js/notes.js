// My notes: kept in this browser for each client, the same from the preparation to the record.

import { all } from "./dom.js";
import { read, write } from "./store.js";
import { NOT_KEPT, keptAt } from "./words.js";

const PAUSE = 400;

export function start() {
  for (const area of all("textarea[data-notes]")) {
    const key = `notes:${area.dataset.notes}`;
    const state = area.closest(".field").querySelector("[data-notes-state]");
    let timer = 0;
    area.value = read(key) ?? "";
    const keep = () => {
      clearTimeout(timer);
      const kept = write(key, area.value);
      const now = new Date();
      state.textContent = kept ? keptAt(now.getHours(), now.getMinutes()) : NOT_KEPT;
    };
    area.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(keep, PAUSE);
    });
    area.addEventListener("change", keep);
    addEventListener("storage", (event) => {
      if (event.key?.endsWith(key) && document.activeElement !== area) area.value = event.newValue ?? "";
    });
  }
}
