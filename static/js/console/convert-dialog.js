// Makes a ticket of a chat: title and description filled in, status, priority, end or go on.
import { useId, useState } from 'preact/hooks';

import { Dialog } from '../live/dialog.js';
import { html } from '../live/html.js';
import { useConsole } from './context.js';
import { CancelButton, ErrorLine } from './form-parts.js';
import { firstName } from './people.js';
import { ticketSummary } from './ticket-summary.js';
import { ticketTitle } from './ticket-title.js';
import { convert as words } from './words-dialogs.js';

const LIMITS = { title: 120, description: 5_000 };

export function ConvertDialog({ conversation, onClose }) {
  const { desk, acts } = useConsole();
  const form = useId();
  const [fields, setFields] = useState(() => startOf(conversation, acts, desk.page));
  const [isRefused, refuse] = useState(false);
  const set = (name) => (event) => setFields({ ...fields, [name]: event.currentTarget.value });
  const create = (close) => {
    acts.keepForm('convert', conversation.id, fields);
    if (fields.title.trim() === '') refuse(true);
    else {
      acts.convert(conversation, { ...trimmed(fields), close });
      onClose();
    }
  };
  const submit = (event) => {
    event.preventDefault();
    create(event.submitter?.value !== 'go_on');
  };
  return html`<${Dialog} title=${words.title} lead=${words.lead(firstName(conversation.name))}
    size="" onClose=${onClose} foot=${html`<${Foot} form=${form} onClose=${onClose} />`}>
    <form class="stack" id=${form} onSubmit=${submit} novalidate
      onKeyDown=${(event) => isCtrlEnter(event) && create(true)}>
      <${Title} value=${fields.title} onInput=${set('title')} isRefused=${isRefused} />
      <${Description} value=${fields.description} onInput=${set('description')} />
      <${Choices} fields=${fields} set=${set} />
    </form></${Dialog}>`;
}

function startOf(conversation, acts, page) {
  const { question, visitor } = conversation.chat.value;
  const language = page.languages.find(({ code }) => code === visitor.language);
  return acts.keptForm('convert', conversation.id) ?? {
    title: ticketTitle(language?.endonym ?? words.english, question),
    description: ticketSummary(question, conversation.thread.thread.value.messages),
    status: 'open',
    priority: 'normal',
  };
}

function trimmed(fields) {
  const { title, description, ...rest } = fields;
  return { title: title.trim(), description: description.trim(), ...rest };
}

function isCtrlEnter(event) {
  return event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.isComposing;
}

function Title({ value, onInput, isRefused }) {
  const id = useId();
  const isMissing = isRefused && value.trim() === '';
  return html`<div class="field"><label class="field__label" for=${id}>${words.ticketTitle}</label>
    <p class="field__hint field__hint--small" id=${`${id}-hint`}>${words.titleHint}</p>
    ${isMissing && html`<${ErrorLine} id=${`${id}-error`} text=${words.titleMissing} />`}
    <input class="input" id=${id} dir="auto" maxlength=${LIMITS.title} value=${value} autofocus
      aria-describedby=${`${id}-hint ${id}-error`} aria-invalid=${isMissing} onInput=${onInput} />
  </div>`;
}

function Description({ value, onInput }) {
  const id = useId();
  return html`<div class="field"><label class="field__label" for=${id}>${words.description}</label>
    <p class="field__hint field__hint--small" id=${`${id}-hint`}>${words.descriptionHint}</p>
    <textarea class="input input--ticket" id=${id} rows="4" dir="auto" value=${value}
      maxlength=${LIMITS.description} aria-describedby=${`${id}-hint`} onInput=${onInput} /></div>`;
}

function Choices({ fields, set }) {
  return html`<div class="columns">
    <${Choice} label=${words.status} options=${words.statuses} value=${fields.status}
      onChange=${set('status')} />
    <${Choice} label=${words.priority} options=${words.priorities} value=${fields.priority}
      onChange=${set('priority')} /></div>`;
}

function Choice({ label, options, value, onChange }) {
  const id = useId();
  return html`<div class="field"><label class="field__label" for=${id}>${label}</label>
    <select class="input" id=${id} value=${value} onChange=${onChange}>
      ${options.map(([name, text]) => html`<option key=${name} value=${name}
        selected=${name === value}>${text}</option>`)}</select></div>`;
}

function Foot({ form, onClose }) {
  return html`<${CancelButton} onClose=${onClose} />
    <button class="btn" type="submit" form=${form} value="go_on">${words.create}</button>
    <button class="btn btn--primary" type="submit" form=${form} value="end">
      ${words.createAndEnd} <span class="kbd" aria-hidden="true">Ctrl Enter</span></button>`;
}
