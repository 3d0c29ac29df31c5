// What the server knows of the person in a chat: a block, tickets, notes and earlier chats.
import { moment } from '../live/format.js';
import { html } from '../live/html.js';
import { BlockButton, StandingBlock } from './block.js';
import { Section } from './panel-section.js';
import { PersonNotes } from './person-notes.js';
import { TicketLink } from './ticket-link.js';
import { person as words } from './words-person.js';

export function PersonSections({ conversation, answer }) {
  const { person, hasFailed, again } = answer;
  if (hasFailed) {
    return html`<div class="panel__sec"><div class="panel__body panel__body--form">
      <p class="md" role="status">${words.failed}</p><div>
      <button class="btn btn--xs" type="button" onClick=${again}>${words.again}</button></div>
      </div></div>`;
  }
  if (!person) return null;
  const whose = person.identity === 'verified' ? 'member' : 'address';
  return html`
    <${Tickets} title=${words.tickets[whose]} tickets=${person.tickets} />
    <${PersonNotes} title=${words.notes[whose]} conversation=${conversation}
      notes=${person.notes} />
    <${EarlierChats} title=${words.chats[whose]} chats=${person.chats}
      email=${conversation.chat.value.visitor.email} />
    <div class="panel__sec"><div class="panel__body panel__body--form">
      ${whose === 'address' && html`<p class="panel__hint">${words.addressHint}</p>`}
      ${person.block
        ? html`<${StandingBlock} conversation=${conversation} block=${person.block} />`
        : person.may_block && html`<${BlockButton} conversation=${conversation} />`}
    </div></div>`;
}

function Tickets({ title, tickets: { total, latest } }) {
  return html`<${Section} title=${title} count=${total}>
    ${total === 0 && html`<p class="panel__hint">${words.none}</p>`}
    ${latest.map((ticket) => html`<${TicketLink} key=${ticket.number} cls="mini" url=${ticket.url}>
      <span class="mini__top"><span class="num">${ticket.number}</span>
        <span class=${badgeOf(ticket.status)}>${words.statuses[ticket.status]}</span></span>
      <span dir="auto" lang=${ticket.language}>${ticket.title}</span></${TicketLink}>`)}
    <${More} total=${total} shown=${latest.length} /></${Section}>`;
}

function EarlierChats({ title, chats: { total, latest }, email }) {
  const all = `/console/history?q=${encodeURIComponent(email)}`;
  return html`<${Section} title=${title} count=${total} isOpen=${false}>
    ${total === 0 && html`<p class="panel__hint">${words.none}</p>`}
    ${latest.map((chat) => html`<${TicketLink} key=${chat.id} cls="mini" url=${chat.url}>
      <span class="mini__top"><span dir="auto">${moment(chat.closed_at)} · ${chat.agent
        ?? words.nobody}</span>${chat.rating && html`<span class="num">${chat.rating}/5</span>`}</span>
      <span class="truncate" dir="auto">${chat.question}</span></${TicketLink}>`)}
    ${total > latest.length && html`<p class="panel__hint"><${TicketLink} url=${all}
      >${words.inHistory}</${TicketLink}></p>`}</${Section}>`;
}

function More({ total, shown }) {
  return total > shown && html`<p class="panel__hint">${words.more(total - shown)}</p>`;
}

function badgeOf(status) {
  const looks = { open: 'badge badge--open', awaiting_feedback: 'badge badge--attention' };
  return looks[status] ?? 'badge';
}
