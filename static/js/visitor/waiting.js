// The waiting room: the place in the queue, how long it takes, what can be done meanwhile.
import { useEffect, useState } from 'preact/hooks';

import { say } from '../live/announce.js';
import { Composer } from '../live/composer.js';
import { html } from '../live/html.js';
import { Icon } from '../live/icons.js';
import { LinkedText } from '../live/links.js';
import { Attachment, NotSent } from '../live/thread-message.js';
import { words as liveWords } from '../live/words.js';
import { canNotify, notification, sound, wishNotification, wishSound } from './attention.js';
import { Frame } from './frame.js';
import { LeaveButton } from './leave-button.js';
import { LeaveForTicket } from './leave-for-ticket.js';
import { isStale, isTicketOffered } from './place.js';
import { Ring } from './ring.js';
import { useNow } from './use-now.js';
import { words } from './words.js';

/** @param {{desk: import('./store.js').VisitorDesk, banner: *}} props */
export function Waiting({ desk, banner }) {
  const { page } = desk;
  const { position } = desk.chat.value;
  const leave = html`<${LeaveButton} desk=${desk} label=${words.leaveQueue}
    title=${words.leaveQueueAsk} lead=${words.leaveQueueLead} stay=${words.stayInQueue}
    cls="btn btn--quiet btn--sm" />`;
  return html`<${Frame} page=${page} banner=${banner} actions=${leave}>
    <main id="main" class="waiting" tabindex="-1">
      <div class="waiting__ring">
        <${Ring} position=${position} />
        <div class="stack stack--sm"><${Place} desk=${desk} /><${Updating} desk=${desk} /></div>
      </div>
      <div class="waiting__side">
        <${Offer} desk=${desk} />
        <${Question} desk=${desk} />
        <${Meanwhile} graceSeconds=${page.grace_seconds} />
        <${RatherNot} desk=${desk} />
      </div>
    </main>
  <//>`;
}

function Place({ desk }) {
  const chat = desk.chat.value;
  if (chat.position === null) return html`<h1>${words.placeUnknown}</h1>`;
  const back = desk.hasMovedBack.value && html`<p class="md">${words.movedBack}</p>`;
  if (chat.position === 1) {
    return html`<h1>${words.next}</h1>
      <p>${chat.team_online ? words.nextLead : words.nextWithoutTeam}</p>`;
  }
  return html`<h1>${words.number(chat.position)}</h1>${back}<${Estimate} chat=${chat} />`;
}

function Estimate({ chat }) {
  const ahead = words.ahead(chat.position - 1);
  const {
    estimated_wait_seconds: to,
    estimated_wait_from_seconds: from,
    estimated_wait_basis_chats: basis,
  } = chat;
  if (to === null) return html`<p>${ahead} ${words.noEstimate}</p>`;
  return html`
    <p><b class="strong">${words.wait(from, to)}</b> ${ahead}</p>
    ${basis > 0 && html`<p class="md">${words.basis(basis)}</p>`}`;
}

// What was true some seconds ago may not be any more.
function Updating({ desk }) {
  useNow();
  return isStale(desk.lostAt, Date.now())
    && html`<p class="md row row--centre"><span class="spinner"></span>${words.updating}</p>`;
}

// After a while, or when nobody is there: offered, never forced.
function Offer({ desk }) {
  const now = useNow();
  const chat = desk.chat.value;
  const isOffered = isTicketOffered(chat, now);
  const reason = chat.team_online ? words.offer : words.nobodyThere;
  useEffect(() => { if (isOffered) say(`${reason} ${words.asIssue}`); }, [isOffered, reason]);
  if (!isOffered) return null;
  return html`<section class="callout callout--attention" aria-labelledby="offer">
    <${Icon} name="ticket" /><div class="callout__body stack stack--sm">
      <div><h2 id="offer" class="side-title side-title--tight">${reason}</h2>
      <p>${words.offerLead}</p></div>
      <${LeaveForTicket} desk=${desk} cls="btn btn--sm" label=${words.asIssue} />
    </div></section>`;
}

function RatherNot({ desk }) {
  const now = useNow();
  if (isTicketOffered(desk.chat.value, now)) return null;
  return html`<div class="md muted"><p>${words.ratherNot}${' '}
    <${LeaveForTicket} desk=${desk} cls="linklike" label=${words.asIssue} /></p>
    <p>${words.along}</p></div>`;
}

function Question({ desk }) {
  const [question, ...details] = desk.written;
  return html`<section class="card card__pad stack" aria-labelledby="your-question">
    <div><h2 id="your-question" class="side-title">${words.question}</h2>
      <p dir="auto" class="prewrap"><${LinkedText} text=${question?.body ?? desk.page.question}
      /></p><${Pictures} of=${question} desk=${desk} /></div>
    ${details.length > 0 && html`<ul class="stack stack--sm plain" aria-label=${words.details}>
      ${details.map((detail) => html`<${Detail} key=${detail.key} detail=${detail}
        desk=${desk} />`)}</ul>`}
    <${Composer} id="detail" draftKey=${desk.chat.value.id} rows=${2} isQuiet
      label=${words.addDetail} placeholder=${words.addDetail} sendLabel=${words.add}
      tray=${desk.tray} onSend=${(body, attachments) => desk.thread.post(body, { attachments })} />
  </section>`;
}

function Pictures({ of: message, desk }) {
  return message?.attachments?.map((file) => (
    html`<${Attachment} key=${file.id} file=${file} chat=${desk.thread} />`));
}

function Detail({ detail, desk }) {
  const isWaiting = detail.state === 'pending';
  return html`<li dir="auto" class=${isWaiting ? 'prewrap muted' : 'prewrap'}
    ><${LinkedText} text=${detail.body} /><${Pictures} of=${detail} desk=${desk} />
    ${isWaiting && html` <span class="sm subtle">${
      detail.is_late ? liveWords.waiting : liveWords.sending}</span>`}
    ${detail.state === 'failed' && html`<${NotSent} bubble=${detail} chat=${desk.thread} />`}
  </li>`;
}

function Meanwhile({ graceSeconds }) {
  const [isDenied, setDenied] = useState(false);
  const ask = async (event) => {
    const box = event.currentTarget;
    setDenied(!await wishNotification(box.checked));
    box.checked = notification.value;
  };
  return html`<section class="card card__pad stack" aria-labelledby="meanwhile">
    <h2 id="meanwhile" class="side-title side-title--flush">${words.whileYouWait}</h2>
    <label class="switch"><input type="checkbox" role="switch" checked=${sound.value}
      onChange=${(event) => wishSound(event.currentTarget.checked)} />
      <span>${words.sound}</span></label>
    ${canNotify() && html`<label class="switch"><input type="checkbox" role="switch"
      checked=${notification.value} onChange=${ask} /><span>${words.notification}</span></label>`}
    ${isDenied && html`<p class="md muted" role="status">${words.notificationDenied}</p>`}
    <p class="md muted">${words.grace(graceSeconds)}</p>
  </section>`;
}
