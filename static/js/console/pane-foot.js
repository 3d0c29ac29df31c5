// The foot of an open chat: the message field, or why there is none and what can be done instead.
import { html } from '../live/html.js';
import { Icon } from '../live/icons.js';
import { ChatComposer } from './chat-composer.js';
import { useConsole } from './context.js';
import { claimHindrance, claimRule, isOver, modesAllowed } from './pane-state.js';
import { firstName } from './people.js';
import { ariaKeys } from './shortcuts.js';
import { TicketLink } from './ticket-link.js';
import { deferred, foot as words, queue } from './words.js';

export function PaneFoot({ conversation }) {
  const { desk } = useConsole();
  const state = desk.stateOf(conversation);
  const modes = modesAllowed(state, desk.me.value.role);
  const act = desk.deferred.waiting.value.get(conversation.id);
  if (act) return html`<${Undo} conversation=${conversation} act=${act} />`;
  return html`
    ${state === 'waiting' && html`<${Claiming} conversation=${conversation} />`}
    ${isOver(state)
      && html`<${Over} conversation=${conversation} state=${state} />`}
    ${modes.length > 0 && html`<${ChatComposer} key=${conversation.id}
      conversation=${conversation} modes=${modes} />`}`;
}

function Notice({ icon, tone, text, children }) {
  return html`<div class=${`callout pane__notice ${tone}`}><${Icon} name=${icon} />
    <div class="callout__body"><p dir="auto">${text}</p></div>
    <div class="btnrow push">${children}</div></div>`;
}

function Undo({ conversation, act }) {
  const { desk } = useConsole();
  return html`<${Notice} icon="clock" tone="callout--attention" text=${act.text}>
    <button class="btn btn--sm" type="button" aria-keyshortcuts=${ariaKeys('undo')}
      onClick=${() => desk.deferred.undo(conversation.id)}>${deferred.undo}</button></${Notice}>`;
}

function Claiming({ conversation }) {
  const { desk, acts } = useConsole();
  const agent = desk.me.value;
  const place = desk.board.placeOf(conversation.id);
  const rule = claimRule(place, agent.role);
  const hindrance = claimHindrance(agent);
  const chat = conversation.chat.value;
  const claim = () => {
    if (hindrance) return;
    if (rule === 'free') acts.claim(chat);
    else desk.dialog.value = { name: 'claim', chat };
  };
  return html`<${Notice} icon="eye" tone="callout--info"
    text=${whyWaiting({ rule, hindrance, agent, name: firstName(conversation.name) })}>
    ${rule !== 'never' && html`<button class="btn btn--primary btn--sm" type="button"
      aria-disabled=${hindrance !== null} aria-busy=${acts.isClaiming.value} onClick=${claim}>
      ${queue.claim}</button>`}</${Notice}>`;
}

function whyWaiting({ rule, hindrance, agent, name }) {
  if (rule === 'never') return words.notFirst(name);
  if (hindrance === 'at_capacity') return words.previewFull(name, agent.capacity);
  return hindrance ? words.previewAway(name) : words.preview(name);
}

function Over({ conversation, state }) {
  const { acts } = useConsole();
  const { ticket } = conversation.chat.value;
  return html`<${KeptText} conversation=${conversation} />
    <${Notice} icon="info" tone="" text=${whyOver(conversation, state)}>
      ${ticket && html`<${TicketLink} url=${ticket.url} cls="btn btn--sm">
        <${Icon} name="ticket" cls="icon--sm" />${words.openTicket(ticket.number)}</${TicketLink}>`}
      <button class="btn btn--sm" type="button" aria-keyshortcuts=${ariaKeys('end')}
        onClick=${() => acts.dismiss(conversation)}>${words.dismiss}</button></${Notice}>`;
}

function whyOver({ chat, wasMine }, state) {
  const { agent, closed_reason } = chat.value;
  if (state === 'closed') return words.closed[closed_reason] ?? words.closed.agent;
  if (state === 'gone') return words.gone;
  return wasMine.value ? words.elsewhere(agent.name) : words.claimed(agent.name);
}

/** What was written and not sent when the chat went away is not lost without a word. */
function KeptText({ conversation }) {
  const texts = ['text', 'note'].map((mode) => conversation.draft(mode)).filter(Boolean);
  if (texts.length === 0) return null;
  return html`<div class="callout callout--attention pane__notice"><${Icon} name="pencil" />
    <div class="callout__body"><p>${words.keptText}</p>
      ${texts.map((text) => html`<p class="pane__kept" dir="auto">${text}</p>`)}</div></div>`;
}
