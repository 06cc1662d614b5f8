// Seconds as people read them, and the clock of the interview.

import { one } from "./dom.js";

const SECOND = 1000;

export function reading(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  const rest = String(whole % 60).padStart(2, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

// Counts up from what the server knew when the page was made; ``stop`` freezes it.
export function clock() {
  const face = one("[data-elapsed]");
  if (!face) return { stop() {} };
  const before = Number(face.dataset.elapsed) || 0;
  const opened = performance.now();
  const timer = setInterval(() => {
    face.textContent = reading(before + (performance.now() - opened) / SECOND);
  }, SECOND);
  return { stop: () => clearInterval(timer) };
}
