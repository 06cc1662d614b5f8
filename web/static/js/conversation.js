// What is said, as it is said. Text is only ever text.

import { element, icon, one } from "./dom.js";
import { BRANCH, RECEIVED, SENDING, YOU, atTurn, speaks } from "./words.js";

const NEAR = 120;

export class Conversation {
  constructor({ name, training, written }) {
    this.name = name;
    this.training = training;
    this.written = written;
    this.log = one("[data-log]");
    this.scroll = one("[data-stick]");
    this.empty = one("[data-empty]");
    this.waiting = new Map();
    this.speaking = null;
  }

  // My line, shown before the server has it.
  pend(id, text) {
    if (this.waiting.has(id)) return;
    const line = this.#advisor(text);
    this.#state(line, "send", SENDING);
    this.waiting.set(id, line);
    this.#add(line, true);
  }

  acknowledged(id) {
    const line = this.waiting.get(id);
    if (line) this.#state(line, "check", RECEIVED);
  }

  // The server did not want it: the line goes away, its text comes back.
  refused(id) {
    const line = this.waiting.get(id);
    line?.remove();
    this.waiting.delete(id);
  }

  advisorSaid({ turn, text, say_id: id }) {
    const line = this.waiting.get(id) ?? this.#advisor(text);
    const shown = this.waiting.delete(id);
    line.dataset.turn = turn;
    line.classList.remove("is-pending");
    one(".say__line", line).textContent = text;
    if (shown) this.#state(line, "check", RECEIVED);
    else this.#add(line);
    if (this.training) this.#branch(line, turn);
  }

  clientTyping() {
    if (this.speaking) return;
    this.speaking = this.#line("client", this.name);
    this.speaking.setAttribute("aria-busy", "true");
    this.#state(this.speaking, "pen", speaks(this.name, this.written));
    this.#add(this.speaking);
  }

  // Sentence by sentence: what is settled, then what is still coming.
  clientPartial({ text }) {
    this.clientTyping();
    const line = one(".say__line", this.speaking);
    const before = this.partial && text.startsWith(this.partial) ? this.partial : "";
    this.partial = text;
    const more = element("span", "say__more", text.slice(before.length));
    line.replaceChildren(before, more);
    this.#follow();
  }

  clientSaid({ turn, text }) {
    this.clientTyping();
    const line = one(".say__line", this.speaking);
    this.speaking.dataset.turn = turn;
    line.textContent = text;
    this.speaking.removeAttribute("aria-busy");
    one(".say__state", this.speaking)?.remove();
    for (const state of this.log.querySelectorAll(".say--advisor .say__received")) state.remove();
    this.speaking = null;
    this.partial = "";
    this.#follow();
  }

  // A reply cut by a fault is forgotten; the server says it again, whole.
  interrupted() {
    this.speaking?.remove();
    this.speaking = null;
    this.partial = "";
  }

  ended(sentence) {
    this.#add(element("p", "talk__day talk__end", sentence));
  }

  ready(speakers) {
    if (this.empty) this.empty.hidden = speakers || this.log.childElementCount > 0;
    this.#follow(true);
  }

  #line(speaker, who) {
    const box = element("div", `say say--${speaker}`);
    box.append(element("p", "say__who", who), element("p", "say__line"));
    return box;
  }

  #advisor(text) {
    const box = this.#line("advisor", YOU);
    one(".say__line", box).textContent = text;
    return box;
  }

  #state(box, name, word) {
    let state = one(".say__state", box);
    if (!state) {
      state = element("p", "say__state");
      box.append(state);
    }
    const said = element("span", "say__received");
    said.append(icon(name), ` ${word}`);
    one(".say__received", state)?.remove();
    state.prepend(said);
  }

  #branch(box, turn) {
    let state = one(".say__state", box);
    if (!state) {
      state = element("p", "say__state");
      box.append(state);
    }
    const button = element("button", "say__branch");
    button.type = "button";
    button.dataset.branch = turn;
    button.append(icon("replay"), ` ${BRANCH}`, element("span", "vh", atTurn(turn)));
    state.append(button);
  }

  // What the server tells comes before my lines that it does not have yet.
  #add(node, last = false) {
    if (this.empty) this.empty.hidden = true;
    const near = this.#near();
    const pending = last ? null : this.log.querySelector(":scope > .is-pending");
    if (last) node.classList.add("is-pending");
    this.log.insertBefore(node, pending);
    if (near || last) this.#follow(true);
  }

  #near() {
    return this.scroll.scrollHeight - this.scroll.scrollTop - this.scroll.clientHeight < NEAR;
  }

  #follow(force = false) {
    if (force || this.#near()) this.scroll.scrollTop = this.scroll.scrollHeight;
  }
}
