// Runs the console's shortcuts: listens once for the page and asks `shortcuts.js` what is meant.
import { signal } from '@preact/signals';

import { keep, recall } from '../live/keep.js';
import { shortcutFor, SHORTCUTS } from './shortcuts.js';

const KEPT_AS = 'livedesk:single_keys';
const TYPING = 'input, textarea, select, [role="menu"] *';

/** Do keys without Ctrl or Alt work? Each person's choice, on this device. */
export const singleKeys = signal(recall(KEPT_AS) ?? true);

export function setSingleKeys(isOn) {
  singleKeys.value = isOn;
  keep(KEPT_AS, isOn);
}

/** Listens for keys; `runs` has a function for each shortcut that nobody else acts on. */
export function listenForKeys(runs) {
  const missing = SHORTCUTS.filter(({ id, by }) => !by && !runs[id]);
  if (missing.length > 0) throw new Error(`No act for ${missing.map(({ id }) => id)}`);
  addEventListener('keydown', (event) => {
    const shortcut = meant(event);
    if (!shortcut) return;
    event.preventDefault();
    runs[shortcut.id]();
  });
}

// A dialog is a world of its own, and letters that are still being composed are no shortcut.
function meant(event) {
  if (event.defaultPrevented || event.isComposing || document.querySelector('dialog[open]')) {
    return null;
  }
  const inField = event.target.matches?.(TYPING) ?? false;
  return shortcutFor(event, { inField, singleKeys: singleKeys.value });
}
