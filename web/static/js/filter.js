// Show one criterion and fade the others; show the clients of one difficulty, of one channel.

import { all, one } from "./dom.js";
import { clients } from "./words.js";

function criteria(group) {
  group.addEventListener("click", (event) => {
    const chip = event.target.closest("[data-filter]");
    if (!chip) return;
    for (const other of all("[data-filter]", group)) other.setAttribute("aria-pressed", String(other === chip));
    const only = chip.dataset.filter;
    for (const item of all("[data-crit]")) {
      item.classList.toggle("is-dimmed", only !== "all" && item.dataset.crit !== only);
    }
  });
}

function cards(form) {
  const count = one("[data-filter-count]", form);
  const apply = () => {
    const chosen = new FormData(form);
    let shown = 0;
    for (const card of all("[data-card]")) {
      const fits = ["difficulty", "channel"].every((name) => !chosen.get(name) || card.dataset[name] === chosen.get(name));
      card.hidden = !fits;
      shown += fits;
    }
    for (const kind of all("[data-kind]")) kind.hidden = !kind.querySelector("[data-card]:not([hidden])");
    const filtered = chosen.get("difficulty") || chosen.get("channel");
    count.textContent = filtered ? clients(shown) : "";
  };
  form.addEventListener("change", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  apply();
}

export function start() {
  for (const group of all("[data-filter-group]")) criteria(group);
  for (const form of all("[data-filters]")) cards(form);
}
