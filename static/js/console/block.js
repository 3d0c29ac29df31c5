// Keeping a visitor out of chat until a date: the dialog, the button, and the block that stands.
import { useId, useState } from 'preact/hooks';

import { Dialog } from '../live/dialog.js';
import { moment } from '../live/format.js';
import { html } from '../live/html.js';
import { Icon } from '../live/icons.js';
import { serverNow } from '../live/server-clock.js';
import { useConsole } from './context.js';
import { CancelButton, ErrorLine } from './form-parts.js';
import { firstName } from './people.js';
import { peopleChanged } from './person.js';
import { block as words } from './words-person.js';

const REASON_LIMIT = 500;
const DAY_MS = 24 * 60 * 60_000;

export function BlockButton({ conversation }) {
  const { desk } = useConsole();
  return html`<div><button class="btn btn--quiet btn--xs" type="button" aria-haspopup="dialog"
    onClick=${() => { desk.dialog.value = { name: 'block', conversation }; }}>
    <${Icon} name="ban" cls="icon--sm" />${words.act}</button></div>`;
}

export function StandingBlock({ conversation, block: { id, reason, author, ends_at, may_lift } }) {
  const { api, desk } = useConsole();
  const lift = async () => {
    const answer = await api.delete(`/blocks/${encodeURIComponent(id)}`);
    if (answer.ok) desk.toasts.say(words.lifted(firstName(conversation.name)));
    else desk.toasts.warn(words.notLifted);
    peopleChanged();
  };
  return html`<div class="callout callout--attention"><${Icon} name="ban" />
    <div class="callout__body"><p>${words.standing(moment(ends_at), author)}</p>
    <p dir="auto">${reason}</p>
    ${may_lift && html`<div><button class="btn btn--xs" type="button" onClick=${lift}
      >${words.lift}</button></div>`}</div></div>`;
}

export function BlockDialog({ conversation, onClose }) {
  const { api, acts, desk } = useConsole();
  const [form, field] = [useId(), useId()];
  const [reason, write] = useState('');
  const [days, choose] = useState(words.spans[0][0]);
  const [alsoEnd, setAlsoEnd] = useState(true);
  const [complaint, complain] = useState(null);
  const name = firstName(conversation.name);
  const isMine = desk.isMine(conversation);
  const ends_at = new Date(serverNow() + days * DAY_MS).toISOString();
  const submit = async (event) => {
    event.preventDefault();
    if (reason.trim() === '') return complain(words.reasonMissing);
    const path = `/chats/${encodeURIComponent(conversation.id)}/block`;
    const answer = await api.post(path, { reason: reason.trim(), ends_at });
    if (!answer.ok) return complain(words.failed);
    desk.toasts.say(words.done(name, moment(ends_at)));
    peopleChanged();
    if (isMine && alsoEnd) acts.end(conversation);
    return onClose();
  };
  const foot = html`<${CancelButton} onClose=${onClose} />
    <button class="btn btn--primary" type="submit" form=${form}>${words.submit(name)}</button>`;
  return html`<${Dialog} title=${words.title} lead=${words.lead(name)} onClose=${onClose}
    foot=${foot}><form class="stack" id=${form} onSubmit=${submit} novalidate>
      <${Reason} id=${`${field}-reason`} reason=${reason} write=${write} complaint=${complaint} />
      <${Span} id=${`${field}-span`} days=${days} choose=${choose} ends=${moment(ends_at)} />
      ${isMine && html`<label class="check"><input type="checkbox" checked=${alsoEnd}
        onChange=${(event) => setAlsoEnd(event.currentTarget.checked)} />
        <span>${words.alsoEnd}</span></label>`}</form></${Dialog}>`;
}

function Reason({ id, reason, write, complaint }) {
  return html`<div class="field"><label class="field__label" for=${id}>${words.reason}</label>
    <p class="field__hint field__hint--small" id=${`${id}-hint`}>${words.reasonHint}</p>
    ${complaint && html`<${ErrorLine} id=${`${id}-error`} text=${complaint} />`}
    <input class="input" id=${id} dir="auto" maxlength=${REASON_LIMIT} value=${reason} autofocus
      aria-invalid=${complaint !== null} aria-describedby=${`${id}-hint ${id}-error`}
      onInput=${(event) => write(event.currentTarget.value)} /></div>`;
}

function Span({ id, days, choose, ends }) {
  return html`<div class="field"><label class="field__label" for=${id}>${words.until}</label>
    <select class="input" id=${id} aria-describedby=${`${id}-hint`}
      onChange=${(event) => choose(Number(event.currentTarget.value))}>
      ${words.spans.map(([value, text]) => html`<option key=${value} value=${value}
        selected=${value === days}>${text}</option>`)}</select>
    <p class="field__hint field__hint--small" id=${`${id}-hint`}
      >${words.ends(ends)} ${words.network}</p></div>`;
}
