// Once the server has erased a person's interviews, this browser forgets drafts, notes and preferences too.

import { one } from "./dom.js";
import { wipe } from "./store.js";

export function start() {
  if (one("[data-wipe]")) wipe();
}
