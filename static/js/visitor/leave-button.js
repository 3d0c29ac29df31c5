// Leaving the queue or ending the chat: final, so it asks once.
import { useState } from 'preact/hooks';

import { Dialog } from '../live/dialog.js';
import { html } from '../live/html.js';
import { words } from './words.js';

/**
 * @param {object} props
 * @param {import('./store.js').VisitorDesk} props.desk
 * @param {string} props.label of the button and of the act in the dialog
 * @param {string} props.title of the dialog
 * @param {string} props.lead what will be lost
 * @param {string} props.stay the way back
 * @param {string} props.cls of the button
 */
export function LeaveButton({ desk, label, title, lead, stay, cls }) {
  const [isAsking, setAsking] = useState(false);
  return html`
    <button class=${cls} type="button" onClick=${() => setAsking(true)}>${label}</button>
    ${isAsking && html`<${Question} desk=${desk} label=${label} title=${title} lead=${lead}
      stay=${stay} onClose=${() => setAsking(false)} />`}`;
}

function Question({ desk, label, title, lead, stay, onClose }) {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState(null);
  const leave = async () => {
    if (isBusy) return;
    setBusy(true);
    const refusal = await desk.leave();
    setProblem(refusal);
    setBusy(false);
  };
  const foot = html`
    <button class="btn" type="button" onClick=${onClose}>${stay}</button>
    <button class="btn btn--danger" type="button" aria-busy=${isBusy} onClick=${leave}>
      ${isBusy && html`<span class="spinner"></span>`}${label}</button>`;
  return html`<${Dialog} title=${title} lead=${lead} onClose=${onClose} foot=${foot}>
    ${problem && html`<p class="field__error" role="alert">${words.failed(problem)}</p>`}
  <//>`;
}
