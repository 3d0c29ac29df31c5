// The header of an open chat: who it is, how it stands, and what can be done.
import { Avatar } from '../live/avatar.js';
import { stopwatch } from '../live/format.js';
import { html } from '../live/html.js';
import { Icon } from '../live/icons.js';
import { useConsole } from './context.js';
import { KeyHint } from './key-hint.js';
import { Menu, MenuItem } from './menu.js';
import { secondsBetween } from './needs.js';
import { isOver } from './pane-state.js';
import { identityOf, minutesGone } from './people.js';
import { listHref } from './route.js';
import { ariaKeys } from './shortcuts.js';
import { TicketLink } from './ticket-link.js';
import { tick } from './tick.js';
import { identity, pane as words } from './words.js';
import { block } from './words-person.js';
import { visitor as visitorWords } from './words-presence.js';

export function PaneHead({ conversation, togglePanel }) {
  const { desk } = useConsole();
  const { visitor } = conversation.chat.value;
  const isHeld = desk.isMine(conversation);
  return html`<header class="pane__head">
    <span class="only-phone"><a class="iconbtn" href=${listHref} aria-label=${words.back}>
      <${Icon} name="chevron-left" cls="icon--flip" /></a></span>
    <${Avatar} name=${visitor.name} presence=${presenceOf(visitor, desk.stateOf(conversation))} />
    <div class="pane__title">
      <h2 class="truncate" dir="auto">${visitor.name}</h2>
      <p class="truncate"><${Standing} conversation=${conversation} /></p>
    </div>
    <div class="pane__acts">
      ${isHeld
        ? html`<${HeldActs} conversation=${conversation} togglePanel=${togglePanel} />`
        : html`<${DetailsButton} toggle=${togglePanel} />`}
    </div>
  </header>`;
}

// Whether somebody is on the page matters only as long as the chat goes on here.
function presenceOf(visitor, state) {
  if (isOver(state)) return '';
  return visitor.connected ? 'on' : 'off';
}

function Standing({ conversation }) {
  const { desk } = useConsole();
  const { visitor, created_at } = conversation.chat.value;
  const seconds = secondsBetween(Date.parse(created_at), tick.value);
  const state = desk.stateOf(conversation);
  const place = desk.board.placeOf(conversation.id);
  return [
    visitor.member_id,
    identity[identityOf(visitor)],
    state === 'mine' && words.activeFor(Math.floor(seconds / 60)),
    state === 'waiting' && words.waitingFor(stopwatch(seconds)),
    state === 'waiting' && place > 0 && words.inQueue(place),
    state === 'mine' && whereabouts(visitor),
    conversation.isTyping && words.typing,
  ].filter(Boolean).join(' · ');
}

function whereabouts(visitor) {
  const minutes = minutesGone(visitor, tick.value);
  if (minutes === null) return null;
  return minutes === 0 ? words.offThePage : visitorWords.left(minutes);
}

function DetailsButton({ toggle }) {
  return html`<button class="iconbtn" type="button" aria-label=${words.details}
    aria-keyshortcuts=${ariaKeys('panel')} onClick=${toggle}><${Icon} name="info" /></button>`;
}

function HeldActs({ conversation, togglePanel }) {
  const { desk, acts } = useConsole();
  const ticket = conversation.chat.value.ticket;
  const isWaiting = desk.deferred.waiting.value.has(conversation.id);
  const act = (run) => () => !isWaiting && run();
  const ask = (name) => act(() => { desk.dialog.value = { name, conversation }; });
  const off = isWaiting ? 'true' : null;
  return html`
    <button class="iconbtn" type="button" aria-label=${words.transfer} aria-disabled=${off}
      aria-keyshortcuts=${ariaKeys('transfer')} onClick=${ask('transfer')}>
      <${Icon} name="arrow-right-left" /></button>
    <${MoreMenu} ask=${ask} ticket=${ticket} togglePanel=${togglePanel} />
    ${ticket
      ? html`<${TicketLink} url=${ticket.url} cls="btn btn--sm not-phone">
          <${Icon} name="ticket" cls="icon--sm" />${ticket.number}</${TicketLink}>`
      : html`<button class="btn btn--sm not-phone" type="button" aria-disabled=${off}
          aria-keyshortcuts=${ariaKeys('convert')} onClick=${ask('convert')}>
          <${Icon} name="ticket" cls="icon--sm" />${words.convert}</button>`}
    <button class="btn btn--sm" type="button" aria-disabled=${off}
      aria-keyshortcuts=${ariaKeys('end')} onClick=${act(() => acts.end(conversation))}>
      ${words.end}<span class="vh">${words.endFor(conversation.name)}</span></button>`;
}

function MoreMenu({ ask, ticket, togglePanel }) {
  const face = html`<${Icon} name="ellipsis" />`;
  return html`<${Menu} label=${words.more} face=${face} atEnd=${true}
    attributes=${{ 'aria-label': words.more }}>
    ${!ticket && html`<${MenuItem} onChoose=${ask('convert')} keys=${ariaKeys('convert')}>
      <${Icon} name="ticket" />${words.convert}
      <${KeyHint} id="convert" /></${MenuItem}>`}
    <${MenuItem} onChoose=${ask('redirect')} keys=${ariaKeys('redirect')}>
      <${Icon} name="languages" />${words.redirect}<${KeyHint} id="redirect" /></${MenuItem}>
    <${MenuItem} onChoose=${ask('block')}><${Icon} name="ban" />${block.act}</${MenuItem}>
    <${MenuItem} onChoose=${togglePanel} keys=${ariaKeys('panel')}><${Icon} name="info" />
      ${words.details}<${KeyHint} id="panel" /></${MenuItem}>
  </${Menu}>`;
}
