// After the chat: who closed it and why, what comes of it, the rating, and the way on.
import { useMemo } from 'preact/hooks';

import { draftOf } from '../live/drafts.js';
import { html } from '../live/html.js';
import { Icon } from '../live/icons.js';
import { Thread, ThreadScroll } from '../live/thread.js';
import { Frame } from './frame.js';
import { LeaveForTicket } from './leave-for-ticket.js';
import { RatingForm } from './rating-form.js';
import { TranscriptCard } from './transcript-card.js';
import { words } from './words.js';

/** @param {{desk: import('./store.js').VisitorDesk, banner: *}} props */
export function Ended({ desk, banner }) {
  const { page } = desk;
  const chat = desk.chat.value;
  const isLeft = !chat.agent && ['visitor', 'converted'].includes(chat.closed_reason);
  const hasNext = chat.ticket || chat.redirect_url;
  const isUnanswered = !chat.agent && !hasNext;
  return html`<${Frame} page=${page} banner=${banner}>
    <main id="main" class="chatcenter" tabindex="-1">
      <div class="stack stack--sm"><h1>${isLeft ? words.leftQueue : words.ended}</h1>
        <${Reason} desk=${desk} /></div>
      <div class="chatcenter__box">
        ${chat.ticket && html`<${Issue} chat=${chat} />`}
        ${chat.redirect_url && !chat.ticket && html`<${FilledIn} desk=${desk} />`}
        <${Unsent} desk=${desk} />
        ${chat.agent && html`<${RatingForm} desk=${desk} />`}
        <${TranscriptCard} desk=${desk} />
        <${Transcript} desk=${desk} />
        <div class="btnrow btnrow--stack">
          <a class=${hasNext ? 'btn' : 'btn btn--primary'} href=${page.urls.continue}
            >${isUnanswered ? words.askAgain : words.newChat}</a>
          ${isUnanswered && html`<${LeaveForTicket} desk=${desk} cls="btn"
            label=${words.asIssue} />`}
          ${page.visitor.signed_in
            ? html`<a class="btn btn--quiet" href=${page.urls.issues}>${words.myIssues}</a>`
            : html`<a class="btn btn--quiet" href=${page.urls.home}>${words.home}</a>`}
        </div>
      </div>
    </main>
  <//>`;
}

function Reason({ desk }) {
  const { closed_reason, agent } = desk.chat.value;
  const [from, to] = [desk.claimedAt.value, desk.closedAt.value];
  const reason = words.reasons[closed_reason]?.(agent?.name ?? null);
  const talked = agent && from && to && words.talked(agent.name, (to - from) / 1_000);
  return html`<p class="muted">${[talked, reason].filter(Boolean).join(' ')}</p>`;
}

function Issue({ chat }) {
  return html`<section class="card card__pad" aria-labelledby="issue">
    <div class="row row--wrap"><div class="grow">
      <h2 id="issue" class="side-title side-title--tight">${words.issueMade(chat.agent?.name)}</h2>
      <p class="md muted num">${words.issueLead(chat.ticket.number)}</p></div>
      <a class="btn btn--primary" href=${chat.ticket.url}>${words.openIssue}</a></div>
  </section>`;
}

// The sentence in the visitor's own language is the last one that the system wrote.
function FilledIn({ desk }) {
  const said = desk.thread.thread.value.messages.findLast((one) => one.kind === 'system');
  return html`<section class="card card__pad stack" aria-labelledby="filled-in">
    <div><h2 id="filled-in" class="side-title side-title--tight">${words.sendAsIssue}</h2>
      <p class="md muted">${words.sendAsIssueLead}</p></div>
    ${said && html`<p dir="auto" class="prewrap">${said.body}</p>`}
    <a class="btn btn--primary" href=${desk.chat.value.redirect_url}>${words.openForm}</a>
  </section>`;
}

// A closed chat takes nothing more, and nothing that was written may get lost.
function Unsent({ desk }) {
  const draft = draftOf(desk.chat.value.id).value.trim();
  const bodies = [...desk.thread.entries.value.map((entry) => entry.body), draft].filter(Boolean);
  if (bodies.length === 0) return null;
  return html`<section class="card card__pad stack" aria-labelledby="unsent">
    <div><h2 id="unsent" class="side-title side-title--tight">${words.notSent}</h2>
      <p class="md muted">${words.notSentLead}</p></div>
    ${bodies.map((body) => html`<p dir="auto" class="prewrap">${body}</p>`)}
  </section>`;
}

function Transcript({ desk }) {
  const scroll = useMemo(() => new ThreadScroll(), []);
  return html`<details class="card card__pad">
    <summary class="row spaced side-title side-title--flush">${words.written}
      <${Icon} name="chevron-down" /></summary>
    <${Thread} chat=${desk.thread} scroll=${scroll} label=${words.messages} isLive=${false}
      boxClass="" /></details>`;
}
