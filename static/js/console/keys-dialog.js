// The shortcut sheet: exactly the keys that `shortcuts.js` registers.
import { Dialog } from '../live/dialog.js';
import { html } from '../live/html.js';
import { setSingleKeys, singleKeys } from './keyboard.js';
import { keycaps, SHORTCUTS } from './shortcuts.js';
import { dialog, keys as words } from './words-dialogs.js';

const isMac = navigator.platform.startsWith('Mac');

export function KeysDialog({ onClose }) {
  const foot = html`<label class="switch"><input type="checkbox" role="switch"
      checked=${singleKeys.value}
      onChange=${(event) => setSingleKeys(event.currentTarget.checked)} />
    <span>${words.singleKeys}</span></label>
    <button class="btn" type="button" onClick=${onClose}>${dialog.close}</button>`;
  return html`<${Dialog} title=${words.title} lead=${words.lead} size="dialog--wide"
    onClose=${onClose} foot=${foot}>
    <div class="keys" tabindex="0" role="region" aria-label=${words.region}>
      ${Object.entries(words.areas).map(([area, title]) => html`<section key=${area}>
        <h3>${title}</h3>
        <dl>${SHORTCUTS.filter((one) => one.area === area).map((one) => html`
          <${Key} key=${one.id} shortcut=${one} />`)}</dl></section>`)}
    </div></${Dialog}>`;
}

function Key({ shortcut: { id, combos } }) {
  return html`<div><dt>${words.labels[id]}</dt><dd>
    ${combos.map((combo, index) => html`
      ${index > 0 && html`<i>${words.or}</i>`}
      ${keycaps(combo, isMac).map((cap) => html`<span class="kbd">${cap}</span>`)}`)}</dd></div>`;
}
