// The way from a chat to a tech issue: an ordinary form, for which everything is sent first.
import { useState } from 'preact/hooks';

import { html } from '../live/html.js';
import { words } from './words.js';

/**
 * @param {object} props
 * @param {import('./store.js').VisitorDesk} props.desk
 * @param {string} props.cls of the button
 * @param {string} props.label
 */
export function LeaveForTicket({ desk, cls, label }) {
  const { urls, csrf_token } = desk.page;
  const [isBusy, setBusy] = useState(false);
  const [isStuck, setStuck] = useState(false);
  const send = async (event) => {
    const form = event.currentTarget;
    event.preventDefault();
    if (isBusy) return;
    setBusy(true);
    const isAllThere = await desk.sendAll();
    setStuck(!isAllThere);
    setBusy(false);
    if (isAllThere) form.submit();
  };
  return html`<form class="inline" method="post" action=${urls.ticket} onSubmit=${send}>
    <input type="hidden" name="csrf_token" value=${csrf_token} />
    <button class=${cls} type="submit" aria-busy=${isBusy}>
      ${isBusy && html`<span class="spinner"></span>`}${label}</button>
    ${isStuck && html`<p class="field__error" role="alert">${words.notAllThere}</p>`}
  </form>`;
}
