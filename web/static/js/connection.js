// The word about the line: online, connecting, lost, with the time before the next try.

import { one, setIcon } from "./dom.js";

const SECOND = 1000;
const WORDS = { live: "En ligne", connecting: "Connexion…", lost: "Hors ligne", refused: "Fermé" };

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
    this.word.textContent = WORDS[state];
    this.badge.classList.toggle("link--lost", down);
    setIcon(one("svg", this.badge), down ? "wifi-off" : "wifi");
    this.lost.hidden = !down;
    if (state === "lost") this.#count(wait);
    if (state === "refused") this.left.textContent = "Cet entretien n’est pas accessible ici. Rechargez la page.";
  }

  #count(wait) {
    const until = performance.now() + wait;
    const tell = () => {
      const seconds = Math.ceil((until - performance.now()) / SECOND);
      this.left.textContent = seconds > 0 ? `Nouvel essai dans ${seconds}\u00a0s.` : "Nouvel essai…";
    };
    tell();
    this.timer = setInterval(tell, SECOND);
  }
}
