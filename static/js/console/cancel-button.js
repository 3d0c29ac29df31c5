// The way out of a dialog that changes nothing.
import { html } from '../live/html.js';
import { dialog as words } from './words-dialogs.js';

export function CancelButton({ onClose }) {
  return html`<button class="btn btn--quiet" type="button" onClick=${onClose}>
    ${words.cancel}</button>`;
}
