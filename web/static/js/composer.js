// Where one writes: Enter says, Shift+Enter breaks the line, the draft outlives the page.

import { one } from "./dom.js";
import { read, write } from "./store.js";
import { DRAFT_KEPT } from "./words.js";

const PAUSE = 300;

export class Composer {
  constructor(interview, onSay) {
    this.form = one("[data-composer]");
    this.area = one("[data-say]", this.form);
    this.state = one("[data-draft-state]", this.form);
    this.error = one("[data-say-error]", this.form);
    this.key = `draft:${interview}`;
    this.onSay = onSay;
    this.area.value = read(this.key) ?? "";
    if (this.area.value) this.state.textContent = DRAFT_KEPT;
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#say();
    });
    this.area.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.#say();
    });
    this.area.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.#keep(), PAUSE);
    });
    addEventListener("pagehide", () => this.#keep());
  }

  focus() {
    if (matchMedia("(hover: hover)").matches) this.area.focus();
  }

  // A refused line comes back before what was being written.
  giveBack(text, message) {
    const now = this.area.value;
    if (text && !now.includes(text)) this.area.value = now ? `${text}\n${now}` : text;
    this.#keep();
    this.complain(message);
    this.area.focus();
  }

  complain(message) {
    this.error.hidden = !message;
    one("[data-say-error-text]", this.error).textContent = message ?? "";
  }

  close() {
    this.#keep();
    this.form.hidden = true;
  }

  #say() {
    const text = this.area.value.trim();
    if (!text) return;
    this.complain("");
    this.area.value = "";
    this.#keep();
    this.onSay(text);
  }

  #keep() {
    clearTimeout(this.timer);
    const kept = write(this.key, this.area.value);
    this.state.textContent = this.area.value && kept ? DRAFT_KEPT : "";
  }
}
