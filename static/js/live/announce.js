// What screen readers are told beside the page itself: one polite and one urgent line.
import { signal } from '@preact/signals';

import { html } from './html.js';

const polite = signal('');
const urgent = signal('');

/** Says it when the reader has finished its sentence. */
export function say(text) {
  polite.value = again(polite.value, text);
}

/** Says it at once: lost connection, a message that was not sent, "You are next". */
export function warn(text) {
  urgent.value = again(urgent.value, text);
}

/** The two lines; once in a page, outside everything that comes and goes. */
export function Announcer() {
  return html`
    <p class="vh" role="status">${polite}</p>
    <p class="vh" role="alert">${urgent}</p>`;
}

// The same sentence twice is no change to the page, so nobody would hear it.
function again(last, text) {
  return last === text ? `${text}\u00a0` : text;
}
