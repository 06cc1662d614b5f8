// The preparation's clock: runs from the first sight of the page in this tab, and goes on over a reload.

import { one } from "./dom.js";
import { reading } from "./clock.js";
import { TIME_OVER } from "./words.js";

const SECOND = 1000;

function since(key) {
  try {
    const kept = Number(sessionStorage.getItem(key));
    if (kept) return kept;
    sessionStorage.setItem(key, String(Date.now()));
  } catch {
    return Date.now();
  }
  return Date.now();
}

export function start() {
  const box = one("[data-prepclock]");
  if (!box) return;
  const total = Number(box.dataset.prepclock);
  const face = one("[data-clock]", box);
  const bar = one("progress", box);
  const word = one("[data-clock-word]", box);
  const key = `entretien:preparation:${box.dataset.key}`;
  const began = since(key);
  const tick = () => {
    const left = Math.max(0, total - Math.floor((Date.now() - began) / SECOND));
    face.textContent = reading(left);
    bar.value = left;
    if (left === 0) {
      word.textContent = TIME_OVER;
      clearInterval(timer);
    }
  };
  const timer = setInterval(tick, SECOND);
  tick();
  one("form.start")?.addEventListener("submit", () => {
    try {
      sessionStorage.removeItem(key);
    } catch {
      clearInterval(timer);
    }
  });
}
