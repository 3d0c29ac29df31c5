// The way to a ticket: in a tab of its own, because the console goes on meanwhile.
import { html } from '../live/html.js';
import { done as words } from './words.js';

export function TicketLink({ url, cls = '', children }) {
  return html`<a class=${cls} href=${url} target="_blank" rel="noopener">${children}<span
    class="vh">${words.newTab}</span></a>`;
}
