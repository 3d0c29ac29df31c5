// The sentence at a field that has to be put right.
import { html } from '../live/html.js';
import { Icon } from '../live/icons.js';

export function ErrorLine({ id, text }) {
  return html`<p class="field__error" id=${id} role="alert">
    <${Icon} name="circle-alert" cls="icon--sm" /><span>${text}</span></p>`;
}
