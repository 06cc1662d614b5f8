// What is said, as it is said. Text is only ever text. The log tells sentences; states and buttons keep quiet.

import { announce } from "./announce.js";
import { element, icon, one } from "./dom.js";
import { cut } from "./sentences.js";
import { BRANCH, RECEIVED, SENDING, YOU, atTurn, speaks } from "./words.js";

const NEAR = 120;

export class Conversation extends EventTarget {
  constructor({ name, training, written }) {
    super();
    this.name = name;
    this.training = training;
    this.written = written;
    this.log = one("[data-log]");
    this.scroll = one("[data-stick]");
    this.empty = one("[data-empty]");
    this.waiting = new Map();
    this.speaking = null;
    this.quietUntil = 0;
    this.#stayDown();
  }

  // What was said before this page opened is shown, not read aloud; what a cut delayed is.
  catchUp(seq) {
    if (this.quietUntil) return;
    this.quietUntil = seq;
    this.log.setAttribute("aria-live", "off");
  }

  reached(seq) {
    if (seq >= this.quietUntil && !this.scroll.classList.contains("is-ready")) this.settle();
    if (seq < this.quietUntil || this.log.getAttribute("aria-live") === "polite") return;
    requestAnimationFrame(() => this.log.setAttribute("aria-live", "polite"));
  }

  // Shown at once, where it stays: nothing moves while the past comes in.
  settle() {
    this.scroll.classList.add("is-ready");
    this.#follow(true);
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
    this.speaking.dataset.busy = "true";
    this.#state(this.speaking, "pen", speaks(this.name, this.written));
    this.#add(this.speaking);
    announce(speaks(this.name, this.written));
  }

  // Sentence by sentence: a whole sentence is told once and stays; what may still change is shown only.
  clientPartial({ text }) {
    this.clientTyping();
    const { whole, rest } = cut(text);
    this.#tell(whole);
    if (rest) this.#more(rest);
    this.#follow();
  }

  clientSaid({ turn, text }, seq = 0) {
    const live = seq > this.quietUntil;
    if (live) this.clientTyping();
    else this.speaking ??= this.#quietLine();
    const { whole, rest } = cut(text);
    this.#tell(rest ? [...whole, rest] : whole, live);
    const box = this.speaking;
    box.dataset.turn = turn;
    delete box.dataset.busy;
    one(".say__state", box)?.remove();
    for (const state of this.log.querySelectorAll(".say--advisor .say__received")) state.remove();
    this.speaking = null;
    this.#follow();
  }

  // A reply cut by a fault is forgotten; the server says it again, whole.
  interrupted() {
    this.speaking?.remove();
    this.speaking = null;
  }

  ended(sentence) {
    this.#add(element("p", "talk__day talk__end", sentence));
  }

  ready(speakers) {
    if (this.empty) this.empty.hidden = speakers || this.log.childElementCount > 0;
    this.#follow(true);
  }

  #quietLine() {
    const box = this.#line("client", this.name);
    this.#add(box);
    return box;
  }

  // Adds the sentences that are not there yet; starts over when the voice changed its mind.
  #tell(sentences, live = true) {
    const line = one(".say__line", this.speaking);
    one(".say__more", line)?.remove();
    const held = [...line.children].every((span, place) => span.textContent.trimEnd() === sentences[place]?.trimEnd());
    if (!held) line.replaceChildren();
    for (const [place, span] of [...line.children].entries()) {
      if (span.textContent !== sentences[place]) span.firstChild.data = sentences[place];
    }
    for (const sentence of sentences.slice(line.childElementCount)) {
      line.append(element("span", "say__sentence", sentence));
      if (live) this.dispatchEvent(new CustomEvent("sentence", { detail: sentence }));
    }
  }

  #more(rest) {
    const more = element("span", "say__more", rest);
    more.setAttribute("aria-hidden", "true");
    one(".say__line", this.speaking).append(more);
  }

  #line(speaker, who) {
    const box = element("div", `say say--${speaker}`);
    box.append(element("p", "say__who", who), element("p", "say__line"));
    return box;
  }

  #advisor(text) {
    const box = this.#line("advisor", YOU);
    box.setAttribute("aria-live", "off");
    one(".say__line", box).textContent = text;
    return box;
  }

  #stateOf(box) {
    let state = one(".say__state", box);
    if (!state) {
      state = element("p", "say__state");
      state.setAttribute("aria-live", "off");
      box.append(state);
    }
    return state;
  }

  #state(box, name, word) {
    const state = this.#stateOf(box);
    const said = element("span", "say__received");
    said.append(icon(name), ` ${word}`);
    one(".say__received", state)?.remove();
    state.prepend(said);
  }

  #branch(box, turn) {
    const button = element("button", "say__branch");
    button.type = "button";
    button.dataset.branch = turn;
    button.append(icon("replay"), ` ${BRANCH}`, element("span", "vh", atTurn(turn)));
    this.#stateOf(box).append(button);
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

  // The last line stays in sight when what is below grows: a hint, a longer draft, a keyboard on a phone.
  #stayDown() {
    let down = true;
    this.scroll.addEventListener("scroll", () => {
      down = this.#near();
    });
    new ResizeObserver(() => {
      if (down) this.#follow(true);
    }).observe(this.scroll);
  }

  #near() {
    return this.scroll.scrollHeight - this.scroll.scrollTop - this.scroll.clientHeight < NEAR;
  }

  #follow(force = false) {
    if (force || this.#near()) this.scroll.scrollTop = this.scroll.scrollHeight;
  }
}
