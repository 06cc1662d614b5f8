// Search in a list: every word must be there; accents and case do not count.

import { all } from "./dom.js";
import { products } from "./words.js";

const flat = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[’']/g, "'").toLowerCase();

export function start() {
  for (const input of all("[data-search]")) {
    const list = document.getElementById(input.dataset.search);
    const count = document.getElementById(input.dataset.count);
    const items = all("[data-item]", list).map((item) => ({ item, text: flat(item.textContent) }));
    input.addEventListener("input", () => {
      const words = flat(input.value).split(/\s+/).filter(Boolean);
      let found = 0;
      for (const { item, text } of items) {
        const hit = words.every((word) => text.includes(word));
        item.hidden = !hit;
        found += hit;
      }
      for (const group of all("[data-group]", list)) group.hidden = !group.querySelector("[data-item]:not([hidden])");
      if (count) count.textContent = products(found);
    });
  }
}
