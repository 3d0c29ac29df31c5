// The key that does the same as a control, shown on it as long as there is one.
import { html } from '../live/html.js';
import { useConsole } from './context.js';
import { combosOf, isSingleKey, keycaps, SHORTCUTS } from './shortcuts.js';

const isMac = navigator.platform?.startsWith('Mac');

/** @param {{id: string}} props of a shortcut */
export function KeyHint({ id }) {
  const { settings } = useConsole();
  const shortcut = SHORTCUTS.find((one) => one.id === id);
  const [combo] = combosOf(shortcut);
  const isOff = isSingleKey(shortcut) && !settings.all.value.keys_on;
  if (!combo || isOff) return null;
  return html`<span class="kbd" aria-hidden="true">${keycaps(combo, isMac).join(' ')}</span>`;
}
