// Leaving with open chats: each is handed to a colleague, put back into the queue, or kept.
import { useId, useState } from 'preact/hooks';

import { Dialog } from '../live/dialog.js';
import { html } from '../live/html.js';
import { useConsole } from './context.js';
import { transferable } from './people.js';
import { leave as words } from './words-presence.js';

const KEEP = 'keep';
const QUEUE = 'queue';

/** `how` is 'away', 'offline' or 'logout'; `go()` leaves once every chat is where it should be. */
export function LeaveDialog({ how, go, onClose }) {
  const { desk, acts } = useConsole();
  const form = useId();
  const [isBusy, setBusy] = useState(false);
  const [chosen, choose] = useState({});
  const chats = desk.held.value;
  const usual = how === 'away' ? KEEP : QUEUE;
  const submit = async (event) => {
    event.preventDefault();
    setBusy(true);
    const wishes = chats.map((one) => [one, chosen[one.id] ?? usual]);
    const isDone = await handOn(acts, wishes.filter(([, to]) => to !== KEEP));
    onClose();
    if (isDone) go();
  };
  const foot = html`<button class="btn" type="button" onClick=${onClose}>${words.stay}</button>
    <button class="btn btn--primary" type="submit" form=${form} aria-busy=${isBusy}>
      ${words.submits[how]}</button>`;
  return html`<${Dialog} title=${words.titles[how]} lead=${words.leads[how]} onClose=${onClose}
    foot=${foot}>
    <form class="stack" id=${form} onSubmit=${submit}>
      ${chats.map((one) => html`<${Choice} key=${one.id} conversation=${one}
        mayKeep=${how !== 'logout'} value=${chosen[one.id] ?? usual}
        choose=${(to) => choose({ ...chosen, [one.id]: to })} />`)}
    </form></${Dialog}>`;
}

function Choice({ conversation, mayKeep, value, choose }) {
  const { desk } = useConsole();
  const id = useId();
  const free = transferable(desk.colleagues.value).filter((one) => one.isFree);
  return html`<div class="field"><label class="field__label" for=${id} dir="auto">
      ${words.chat(conversation.name)}</label>
    <select class="input" id=${id} value=${value} dir="auto"
      onChange=${(event) => choose(event.currentTarget.value)}>
      ${mayKeep && html`<option value=${KEEP}>${words.keep}</option>`}
      <option value=${QUEUE}>${words.queue}</option>
      ${free.map(({ agent }) => html`<option key=${agent.id} value=${agent.id}>
        ${words.colleague(agent.name, agent.active_chats, agent.capacity)}</option>`)}
    </select></div>`;
}

// One after the other: a colleague's room is counted by the server. Whoever is left stays here.
async function handOn(acts, wishes) {
  for (const [conversation, to] of wishes) {
    const isDone = await acts.handOn(conversation, to === QUEUE ? null : to);
    if (!isDone) return false;
  }
  return true;
}
