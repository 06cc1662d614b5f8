// Kept in this browser. A browser that refuses storage loses nothing but the keeping.

const PREFIX = "entretien:";

export function read(key) {
  try {
    return localStorage.getItem(PREFIX + key);
  } catch {
    return null;
  }
}

export function write(key, value) {
  try {
    if (value) localStorage.setItem(PREFIX + key, value);
    else localStorage.removeItem(PREFIX + key);
    return true;
  } catch {
    return false;
  }
}

// Everything of ours in this browser.
export function wipe() {
  for (const storage of ["localStorage", "sessionStorage"]) {
    try {
      for (const key of Object.keys(globalThis[storage])) if (key.startsWith(PREFIX)) globalThis[storage].removeItem(key);
    } catch {
      // A browser that refuses storage has kept nothing.
    }
  }
}
