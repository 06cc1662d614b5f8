// My notes: kept in this browser for each client, the same from the preparation to the record.

import { all } from "./dom.js";
import { read, write } from "./store.js";

const PAUSE = 400;
const hour = new Intl.DateTimeFormat("fr-FR", { hour: "numeric", minute: "2-digit" });

export function start() {
  for (const area of all("textarea[data-notes]")) {
    const key = `notes:${area.dataset.notes}`;
    const state = area.closest(".field").querySelector("[data-notes-state]");
    let timer = 0;
    area.value = read(key) ?? "";
    const keep = () => {
      clearTimeout(timer);
      const kept = write(key, area.value);
      state.textContent = kept ? `Enregistré à ${hour.format(new Date()).replace(":", "\u00a0h\u00a0")}.` : "Ce navigateur ne garde pas les notes.";
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
