// Copies a text the server makes; says that it is done.

import { all, one } from "./dom.js";
import { COPIED, NOT_COPIED } from "./words.js";

const SHOWN = 4000;

async function fetched(url) {
  const answer = await fetch(url, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.text();
}

// Where the page is not served safely there is no clipboard: the old way needs a field to select from.
function oldWay(text) {
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "vh";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return oldWay(text);
  }
}

export function start() {
  for (const button of all("[data-copy]")) {
    const word = one("[data-copy-word]", button);
    const usual = word.textContent;
    button.addEventListener("click", async () => {
      let done = false;
      try {
        done = await copy(await fetched(button.dataset.copy));
      } catch {
        done = false;
      }
      word.textContent = done ? COPIED : NOT_COPIED;
      setTimeout(() => {
        word.textContent = usual;
      }, SHOWN);
    });
  }
}
