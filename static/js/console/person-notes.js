// The team's notes on a person: read by all of the team, deleted by whoever wrote them.
import { useEffect, useId, useRef, useState } from 'preact/hooks';

import { moment } from '../live/format.js';
import { html } from '../live/html.js';
import { Icon } from '../live/icons.js';
import { useConsole } from './context.js';
import { Section } from './panel-section.js';
import { firstName } from './people.js';
import { peopleChanged } from './person.js';
import { notes as words } from './words-person.js';

const LIMIT = 2_000;

export function PersonNotes({ title, conversation, notes }) {
  const [isWriting, write] = useState(false);
  const opener = useRef(null);
  const close = () => {
    write(false);
    requestAnimationFrame(() => opener.current?.focus());
  };
  const name = firstName(conversation.name);
  return html`<${Section} title=${title} count=${notes.length}>
    ${notes.map((note) => html`<${Note} key=${note.id} note=${note} />`)}
    ${isWriting
      ? html`<${NoteForm} chat_id=${conversation.id} name=${name} close=${close} />`
      : html`<div><button class="btn btn--quiet btn--xs" type="button" ref=${opener}
          onClick=${() => write(true)}><${Icon} name="plus" cls="icon--sm" />${words.add}</button></div>`}</${Section}>`;
}

function Note({ note: { id, author, body, created_at, is_own } }) {
  const { api, desk } = useConsole();
  const remove = async () => {
    const answer = await api.delete(`/notes/${encodeURIComponent(id)}`);
    if (!answer.ok) desk.toasts.warn(words.notRemoved);
    peopleChanged();
  };
  return html`<div class="mini mini--note"><span class="mini__top">
    <span dir="auto">${firstName(author)} · ${moment(created_at)}</span>
    ${is_own && html`<button class="iconbtn mini__act" type="button"
      aria-label=${words.remove(author)} onClick=${remove}>
      <${Icon} name="x" cls="icon--sm" /></button>`}</span>
    <span class="panel__question" dir="auto">${body}</span></div>`;
}

// The id stays the same until the note is stored, so that it is stored once.
function NoteForm({ chat_id, name, close }) {
  const { api } = useConsole();
  const field = useId();
  const area = useRef(null);
  const client_id = useRef(crypto.randomUUID());
  const [body, setBody] = useState('');
  const [state, setState] = useState('ready');
  useEffect(() => area.current.focus(), []);
  const save = async (event) => {
    event.preventDefault();
    if (body.trim() === '' || state === 'saving') return;
    setState('saving');
    const note = { client_id: client_id.current, body };
    const answer = await api.post(`/chats/${encodeURIComponent(chat_id)}/notes`, note);
    setState(answer.ok ? 'ready' : 'failed');
    if (answer.ok) {
      peopleChanged();
      close();
    }
  };
  return html`<form class="panel__noteform" onSubmit=${save}>
    <label class="vh" for=${field}>${words.label(name)}</label>
    <textarea class="input input--note" id=${field} rows="3" dir="auto" maxlength=${LIMIT}
      placeholder=${words.placeholder} ref=${area} value=${body}
      onInput=${(event) => setBody(event.currentTarget.value)}></textarea>
    ${state === 'failed' && html`<p class="field__error" role="alert">${words.failed}</p>`}
    <div class="btnrow"><button class="btn btn--primary btn--xs" type="submit"
      aria-busy=${state === 'saving'}>${words.save}</button>
      <button class="btn btn--quiet btn--xs" type="button" onClick=${close}>${words.cancel}</button>
    </div></form>`;
}
