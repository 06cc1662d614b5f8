// The strip of the seven steps: it fills as they happen (training only).

import { all, element, one } from "./dom.js";

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
    if (end && leave) return "Vous n’avez pas encore conclu ni pris congé.";
    if (end) return "Vous n’avez pas encore conclu.";
    return leave ? "Vous n’avez pas encore pris congé." : "";
  }

  #draw(item, done, now) {
    item.classList.toggle("is-done", done);
    item.classList.toggle("is-now", now);
    item.toggleAttribute("aria-current", now);
    if (now) item.setAttribute("aria-current", "step");
    one("svg", item).toggleAttribute("hidden", !done);
    const name = one("[data-step-name]", item);
    name.replaceChildren(done ? name.dataset.stepName : `${item.dataset.step}. ${name.dataset.stepName}`);
    if (done) name.append(element("span", "vh", ", faite"));
  }
}
