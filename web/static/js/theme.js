// Light or dark: the system's choice until the person makes one; the server reads the cookie on the next page.

import { all } from "./dom.js";
import { read, write } from "./store.js";

const YEAR = 365 * 24 * 3600;

function set(theme) {
  document.documentElement.dataset.theme = theme;
}

export function start() {
  const kept = read("theme");
  if (!document.documentElement.dataset.theme && (kept === "light" || kept === "dark")) set(kept);
  for (const button of all("[data-theme-toggle]")) {
    button.addEventListener("click", () => {
      const now = document.documentElement.dataset.theme;
      const dark = now ? now === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
      const next = dark ? "light" : "dark";
      set(next);
      write("theme", next);
      document.cookie = `theme=${next}; path=/; max-age=${YEAR}; samesite=lax`;
    });
  }
}
