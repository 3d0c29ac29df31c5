// A part of the details beside a chat that folds away.
import { html } from '../live/html.js';
import { Icon } from '../live/icons.js';

export function Section({ title, count = null, isOpen = true, children }) {
  return html`<details class="panel__sec" open=${isOpen}><summary>${title}
    ${count !== null && html`<span class="count">${count}</span>`}
    <${Icon} name="chevron-down" cls="icon--sm" /></summary>
    <div class="panel__body">${children}</div></details>`;
}
