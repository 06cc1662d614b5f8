// The word about the line: online, connecting, lost, with the time before the next try.

import { one, setIcon } from "./dom.js";
import { LINK, REFUSED, RETRYING, retryIn } from "./words.js";

const SECOND = 1000;

export class Connection {
  constructor(onRetry) {
    this.badge = one("[data-link-state]");
    this.word = one("[data-link-word]");
    this.lost = one("[data-lost]");
    this.left = one("[data-lost-wait]");
    this.wasLive = false;
    one("[data-retry]").addEventListener("click", onRetry);
  }

  show({ state, wait }) {
    clearInterval(this.timer);
    const down = state === "lost" || state === "refused";
    if (state === "connecting" && this.badge.classList.contains("link--lost")) return;
    this.word.textContent = LINK[state];
    this.badge.classList.toggle("link--lost", down);
    setIcon(one("svg", this.badge), down ? "wifi-off" : "wifi");
    this.lost.hidden = !down;
    if (state === "lost") this.#count(wait);
    if (state === "refused") this.left.textContent = REFUSED;
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
