// Hands a chat to a colleague who has room, or back to the queue, with a private note.
import { useId, useState } from 'preact/hooks';

import { Avatar } from '../live/avatar.js';
import { Dialog } from '../live/dialog.js';
import { clockTime } from '../live/format.js';
import { html } from '../live/html.js';
import { useConsole } from './context.js';
import { CancelButton } from './form-parts.js';
import { firstName, shownPresence, transferable } from './people.js';
import { dotOf, Load } from './presence-menu.js';
import { transfer as words } from './words-dialogs.js';
import { presence } from './words-presence.js';

const QUEUE = 'queue';
const NOTE_LIMIT = 4_000;

export function TransferDialog({ conversation, onClose }) {
  const { desk, acts } = useConsole();
  const form = useId();
  const people = transferable(desk.colleagues.value);
  const kept = acts.keptForm('transfer', conversation.id);
  const [to, choose] = useState(people.find((one) => one.isFree)?.agent.id ?? QUEUE);
  const [note, write] = useState(kept?.note ?? '');
  const agent = people.find((one) => one.agent.id === to && one.isFree)?.agent ?? null;
  const submit = (event) => {
    event.preventDefault();
    acts.keepForm('transfer', conversation.id, { note });
    acts.transfer(conversation, { agent, note: note.trim() });
    onClose();
  };
  const foot = html`<${CancelButton} onClose=${onClose} />
    <button class="btn btn--primary" type="submit" form=${form}>
      ${agent ? words.submit(firstName(agent.name)) : words.submitQueue}</button>`;
  return html`<${Dialog} title=${words.title} lead=${words.lead(firstName(conversation.name))}
    onClose=${onClose} foot=${foot}>
    <form class="stack" id=${form} onSubmit=${submit}>
      <${People} people=${people} to=${agent ? agent.id : QUEUE} choose=${choose}
        name=${firstName(conversation.name)} />
      <${Note} note=${note} write=${write} />
    </form></${Dialog}>`;
}

function People({ people, to, choose, name }) {
  return html`<fieldset><legend class="vh">${words.to}</legend><div class="people">
    ${!people.some((one) => one.isFree) && html`<p class="md muted">${words.nobody}</p>`}
    ${people.map(({ agent, isFree, standing }) => html`<label class="person" key=${agent.id}>
      <input type="radio" name="to" checked=${agent.id === to} disabled=${!isFree}
        autofocus=${agent.id === to} onChange=${() => choose(agent.id)} />
      <${Avatar} name=${agent.name} isAgent=${true} presence=${dotOf(shownPresence(agent))} />
      <span><b dir="auto">${agent.name}</b><small>${agent.idle_since
        ? presence.idle(clockTime(agent.idle_since)) : words.standing[standing]}</small></span>
      <${Load} agent=${agent} text=${html`${agent.active_chats}/${agent.capacity}
        <span class="vh">${words.chats}</span>`} /></label>`)}
    <label class="person" key=${QUEUE}>
      <input type="radio" name="to" checked=${to === QUEUE} autofocus=${to === QUEUE}
        onChange=${() => choose(QUEUE)} />
      <${Avatar} name=${words.queueSign} />
      <span><b>${words.queue}</b><small>${words.queueHint(name)}</small></span><span></span></label>
  </div></fieldset>`;
}

function Note({ note, write }) {
  const id = useId();
  return html`<div class="field"><label class="field__label" for=${id}>${words.note}</label>
    <textarea class="input input--note" id=${id} rows="2" dir="auto" maxlength=${NOTE_LIMIT}
      value=${note} onInput=${(event) => write(event.currentTarget.value)} /></div>`;
}
