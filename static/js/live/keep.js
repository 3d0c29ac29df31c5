// Text that must survive a reload: localStorage, or this page's memory where that is refused.

const memory = new Map();

/** Keeps `value` (anything JSON can hold) on this device under `key`. */
export function keep(key, value) {
  const text = JSON.stringify(value);
  const isKept = onDevice((storage) => {
    storage.setItem(key, text);
    return true;
  });
  if (isKept) memory.delete(key);
  else memory.set(key, text);
}

/** What was kept under `key`, or null. */
export function recall(key) {
  const text = onDevice((storage) => storage.getItem(key)) ?? memory.get(key) ?? null;
  return parsed(text);
}

/** Removes what was kept under `key`. */
export function forget(key) {
  memory.delete(key);
  onDevice((storage) => storage.removeItem(key));
}

/** The keys that begin with `prefix`. */
export function keysUnder(prefix) {
  const stored = onDevice((storage) => Object.keys(storage)) ?? [];
  return [...new Set([...stored, ...memory.keys()])].filter((key) => key.startsWith(prefix));
}

// A full or forbidden storage (private windows) only costs the text's life beyond this page.
function onDevice(act) {
  try {
    return globalThis.localStorage ? act(globalThis.localStorage) : null;
  } catch {
    return null;
  }
}

function parsed(text) {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
