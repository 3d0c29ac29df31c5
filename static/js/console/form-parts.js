// Parts that the forms of several dialogs share.
import { html } from '../live/html.js';
import { Icon } from '../live/icons.js';
import { dialog as words } from './words-dialogs.js';

/** The way out that changes nothing. */
export function CancelButton({ onClose }) {
  return html`<button class="btn btn--quiet" type="button" onClick=${onClose}>
    ${words.cancel}</button>`;
}

/** The sentence at a field that has to be put right. */
export function ErrorLine({ id, text }) {
  return html`<p class="field__error" id=${id} role="alert">
    <${Icon} name="circle-alert" cls="icon--sm" /><span>${text}</span></p>`;
}
