// The word about the line: online, connecting, lost, with the time before the next try, and back again.

import { announce } from "./announce.js";
import { one, setIcon } from "./dom.js";
import { BACK_TOLD, LINK, LOST_TOLD, REFUSED, RETRYING, retryIn } from "./words.js";

const SECOND = 1000;
const BACK_SHOWN = 6 * SECOND;

export class Connection {
  constructor(onRetry) {
    this.badge = one("[data-link-state]");
    this.word = one("[data-link-word]");
    this.lost = one("[data-lost]");
    this.back = one("[data-back]");
    this.left = one("[data-lost-wait]");
    this.wasLost = false;
    one("[data-retry]").addEventListener("click", onRetry);
  }

  show({ state, wait }) {
    clearInterval(this.timer);
    const down = state === "lost" || state === "refused";
    if (state === "connecting" && this.wasLost) return;
    this.word.textContent = LINK[state];
    this.badge.classList.toggle("link--lost", down);
    setIcon(one("svg", this.badge), down ? "wifi-off" : "wifi");
    this.#hide(!down);
    if (down && !this.wasLost) announce(state === "lost" ? LOST_TOLD : REFUSED);
    if (state === "live" && this.wasLost) this.#cameBack();
    this.wasLost = down;
    if (state === "lost") this.#count(wait);
    if (state === "refused") this.left.textContent = REFUSED;
  }

  // Someone who pressed « Essayer maintenant » is given the composer, not left on a button that went away.
  #hide(hidden) {
    const here = hidden && this.lost.contains(document.activeElement);
    this.lost.hidden = hidden;
    if (here) one("[data-say]").focus();
  }

  #cameBack() {
    announce(BACK_TOLD);
    this.back.hidden = false;
    setTimeout(() => {
      this.back.hidden = true;
    }, BACK_SHOWN);
  }

  #count(wait) {
    const until = performance.now() + wait;
    const tell = () => {
      const seconds = Math.ceil((until - performance.now()) / SECOND);
      this.left.textContent = seconds > 0 ? retryIn(seconds) : RETRYING;
    };
    tell();
    this.timer = setInterval(tell, SECOND);
  }
}
