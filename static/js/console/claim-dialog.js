// A supervisor passes the first in line and says why.
import { useId, useState } from 'preact/hooks';

import { Dialog } from '../live/dialog.js';
import { html } from '../live/html.js';
import { useConsole } from './context.js';
import { CancelButton, ErrorLine } from './form-parts.js';
import { firstName } from './people.js';
import { claimOutOfOrder as words } from './words-dialogs.js';

const REASON_LIMIT = 500;

export function ClaimDialog({ chat, onClose }) {
  const { acts } = useConsole();
  const [form, field] = [useId(), useId()];
  const [reason, write] = useState('');
  const [isRefused, refuse] = useState(false);
  const name = firstName(chat.visitor.name);
  const isMissing = isRefused && reason.trim() === '';
  const submit = (event) => {
    event.preventDefault();
    if (reason.trim() === '') refuse(true);
    else {
      acts.claim(chat, reason.trim());
      onClose();
    }
  };
  const foot = html`<${CancelButton} onClose=${onClose} />
    <button class="btn btn--primary" type="submit" form=${form}>${words.submit(name)}</button>`;
  return html`<${Dialog} title=${words.title} lead=${words.lead(name)} onClose=${onClose}
    foot=${foot}>
    <form class="stack" id=${form} onSubmit=${submit} novalidate><div class="field">
      <label class="field__label" for=${field}>${words.reason}</label>
      ${isMissing && html`<${ErrorLine} id=${`${field}-error`} text=${words.reasonMissing} />`}
      <input class="input" id=${field} dir="auto" maxlength=${REASON_LIMIT} value=${reason}
        autofocus aria-invalid=${isMissing} aria-describedby=${`${field}-error`}
        onInput=${(event) => write(event.currentTarget.value)} /></div></form></${Dialog}>`;
}
