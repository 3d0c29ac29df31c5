// The conversation to keep: by mail to the address of this chat, as a file, on paper.
import { useState } from 'preact/hooks';

import { html } from '../live/html.js';
import { Icon } from '../live/icons.js';
import { words } from './words.js';

/** @param {{desk: import('./store.js').VisitorDesk}} props */
export function TranscriptCard({ desk }) {
  const { urls } = desk.page;
  return html`<section class="card card__pad row row--wrap spaced" aria-labelledby="transcript">
    <h2 id="transcript" class="side-title side-title--flush">${words.transcript}</h2>
    <div class="btnrow">
      ${!desk.transcriptSent.value && html`<${MailButton} desk=${desk} />`}
      <a class="btn btn--sm" href=${`${urls.transcript}.txt`} download><${Icon} name="download"
        cls="icon--sm" />${words.download}</a>
      <a class="btn btn--sm" href=${urls.transcript} target="_blank" rel="noopener"><${Icon}
        name="printer" cls="icon--sm" />${words.print}<span class="vh"> ${
          words.newTab}</span></a></div>
    <p class="md muted transcript__sent" role="status">${
      desk.transcriptSent.value && words.mailed(desk.page.visitor.email)}</p>
  </section>`;
}

function MailButton({ desk }) {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState(null);
  const mail = async () => {
    if (isBusy) return;
    setBusy(true);
    const refusal = await desk.mailTranscript();
    setBusy(false);
    setProblem(refusal && words.failed(refusal));
  };
  return html`
    ${problem && html`<p class="field__error" role="alert">${problem}</p>`}
    <button class="btn btn--sm" type="button" aria-busy=${isBusy} onClick=${mail}>
      ${isBusy ? html`<span class="spinner"></span>` : html`<${Icon} name="mail" cls="icon--sm" />`}
      ${words.mailIt}</button>`;
}
