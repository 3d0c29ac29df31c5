// Runs the console's shortcuts: listens once for the page and asks `shortcuts.js` what is meant.
import { effect } from '@preact/signals';

import { chosenKeys, shortcutFor, SHORTCUTS } from './shortcuts.js';

const TYPING = 'input, textarea, select, [role="menu"] *';

/**
 * Listens for keys.
 *
 * @param {Object<string, () => void>} runs a function for each shortcut that nobody else acts on
 * @param {import('./own-settings.js').OwnSettings} settings which keys, and whether single ones
 */
export function listenForKeys(runs, settings) {
  const missing = SHORTCUTS.filter(({ id, by }) => !by && !runs[id]);
  if (missing.length > 0) throw new Error(`No act for ${missing.map(({ id }) => id)}`);
  effect(() => { chosenKeys.value = settings.all.value.keys; });
  addEventListener('keydown', (event) => {
    const shortcut = meant(event, settings.all.value.keys_on);
    if (!shortcut) return;
    event.preventDefault();
    runs[shortcut.id]();
  });
}

// A dialog is a world of its own, and letters that are still being composed are no shortcut.
function meant(event, singleKeys) {
  if (event.defaultPrevented || event.isComposing || document.querySelector('dialog[open]')) {
    return null;
  }
  const inField = event.target.matches?.(TYPING) ?? false;
  return shortcutFor(event, { inField, singleKeys });
}
