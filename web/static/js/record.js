// The client record: kept as one goes, sent whole, then on to the next page.

import { one } from "./dom.js";
import { Refused, send } from "./http.js";
import { KEPT } from "./words.js";

const PAUSE = 1200;

export function start() {
  const form = one("form[data-record]");
  if (!form) return;
  const state = one("[data-record-state]", form);
  const fault = one("[data-record-error]", form);
  let timer = 0;
  let kept = JSON.stringify(fields());

  function fields() {
    return Object.fromEntries([...new FormData(form)].filter(([, value]) => value.trim()));
  }

  async function keep() {
    clearTimeout(timer);
    const now = fields();
    const body = JSON.stringify(now);
    if (body === kept) return true;
    try {
      await send("PUT", form.dataset.record, { fields: now });
      kept = body;
      fault.hidden = true;
      state.textContent = KEPT;
      return true;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      fault.hidden = false;
      fault.querySelector("span").textContent = error.message;
      state.textContent = "";
      return false;
    }
  }

  form.addEventListener("input", (event) => {
    if (!event.target.name) return;
    state.textContent = "";
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const next = event.submitter?.dataset.next;
    if ((await keep()) && next) location.assign(next);
  });
}
