// Every page: each module looks for what it serves and does nothing when it is not there.

import * as branch from "./branch.js";
import * as copy from "./copy.js";
import * as dialog from "./dialog.js";
import * as drawer from "./drawer.js";
import * as filter from "./filter.js";
import * as keys from "./keys.js";
import * as link from "./link.js";
import * as notes from "./notes.js";
import * as prepclock from "./prepclock.js";
import * as print from "./print.js";
import * as record from "./record.js";
import * as search from "./search.js";
import * as tabs from "./tabs.js";
import * as theme from "./theme.js";
import * as wait from "./wait.js";
import * as wipe from "./wipe.js";

for (const part of [theme, dialog, drawer, tabs, search, notes, filter, link, branch, prepclock, record, wait, print, copy, keys, wipe]) {
  part.start();
}
