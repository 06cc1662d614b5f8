// Said once to whoever listens to the page; what is seen is shown elsewhere.

import { one } from "./dom.js";

export function announce(sentence) {
  const region = one("[data-told]");
  if (!region) return;
  region.textContent = "";
  requestAnimationFrame(() => {
    region.textContent = sentence;
  });
}
