// The tools on a narrow screen: a drawer over the conversation. While it is open nothing else can be reached;
// its button, Escape or a press beside it close it, and focus goes back where it came from.

import { all } from "./dom.js";

export function start() {
  const drawer = document.getElementById("drawer");
  if (!drawer) return;
  const narrow = matchMedia("(max-width: 68rem)");
  const others = [...all("body > *"), ...drawer.parentElement.children].filter((item) => !item.contains(drawer));
  let opener = null;

  function modal(on) {
    drawer.classList.toggle("is-open", on);
    document.body.classList.toggle("has-drawer", on);
    for (const item of others) item.inert = on;
    drawer.setAttribute("role", on ? "dialog" : "complementary");
    if (on) drawer.setAttribute("aria-modal", "true");
    else drawer.removeAttribute("aria-modal");
    for (const button of all('[data-open="drawer"]')) button.setAttribute("aria-expanded", String(on));
  }

  function close() {
    if (!drawer.classList.contains("is-open")) return;
    modal(false);
    opener?.focus();
  }

  for (const button of all('[data-open="drawer"]')) {
    button.setAttribute("aria-expanded", "false");
    button.setAttribute("aria-controls", "drawer");
    button.addEventListener("click", () => {
      opener = button;
      modal(true);
      drawer.querySelector('[role=tab][aria-selected="true"]').focus();
    });
  }
  drawer.addEventListener("click", (event) => {
    if (event.target.closest("[data-close]")) close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    if (event.key === "Tab" && drawer.classList.contains("is-open")) turn(event, drawer);
  });
  document.addEventListener("pointerdown", (event) => {
    if (!drawer.contains(event.target)) close();
  });
  narrow.addEventListener("change", () => {
    if (!narrow.matches) close();
  });
}

// From the last control to the first and back, so that Tab never leaves for the browser's own buttons unawares.
function turn(event, drawer) {
  const stops = all("a[href], button, input, textarea, select, summary, [tabindex='0']", drawer).filter(
    (item) => item.tabIndex >= 0 && item.checkVisibility(),
  );
  const [first, last] = [stops[0], stops.at(-1)];
  const leaving = event.shiftKey ? document.activeElement === first : document.activeElement === last;
  if (!leaving) return;
  event.preventDefault();
  (event.shiftKey ? last : first).focus();
}
