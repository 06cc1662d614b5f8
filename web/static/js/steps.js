// The strip of the seven steps: it fills as they happen (training only).

import { all, element, one } from "./dom.js";
import { NEITHER, NOT_CONCLUDED, NOT_LEFT, STEP_DONE } from "./words.js";

const LATE = [6, 7];

export class Steps {
  constructor() {
    this.items = all("[data-step]");
    this.done = [1];
  }

  show(done) {
    if (!this.items.length || !done) return;
    this.done = done;
    const far = Math.max(...done);
    const now = this.items.map((item) => Number(item.dataset.step)).find((step) => step > far && !done.includes(step));
    for (const item of this.items) this.#draw(item, done.includes(Number(item.dataset.step)), Number(item.dataset.step) === now);
  }

  // What a closing dialog may remind of.
  missing() {
    if (!this.items.length) return "";
    const [end, leave] = LATE.map((step) => !this.done.includes(step));
    if (end && leave) return NEITHER;
    if (end) return NOT_CONCLUDED;
    return leave ? NOT_LEFT : "";
  }

  #draw(item, done, now) {
    item.classList.toggle("is-done", done);
    item.classList.toggle("is-now", now);
    item.toggleAttribute("aria-current", now);
    if (now) item.setAttribute("aria-current", "step");
    one("svg", item).toggleAttribute("hidden", !done);
    const name = one("[data-step-name]", item);
    name.replaceChildren(done ? name.dataset.stepName : `${item.dataset.step}. ${name.dataset.stepName}`);
    if (done) name.append(element("span", "vh", STEP_DONE));
  }
}
