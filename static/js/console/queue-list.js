// The queue: who waits, how long, and the way to the next one.
import { useRef } from 'preact/hooks';

import { stopwatch } from '../live/format.js';
import { html } from '../live/html.js';
import { Icon } from '../live/icons.js';
import { useConsole } from './context.js';
import { KeyHint } from './key-hint.js';
import { secondsBetween } from './needs.js';
import { claimHindrance, claimRule } from './pane-state.js';
import { chatMatches } from './people.js';
import { openChat, openId } from './route.js';
import { useRoving } from './roving.js';
import { ariaKeys } from './shortcuts.js';
import { rings } from './sounds.js';
import { tick } from './tick.js';
import { Wait } from './wait.js';
import { queue as words } from './words.js';
import { empty } from './words-alerts.js';
import { visitor as visitorWords } from './words-presence.js';

const REASON_ID = 'claim-reason';

export function QueueList({ search }) {
  const { desk, settings } = useConsole();
  const { length, chats } = desk.board.queue.value;
  const heading = useRef(null);
  const rows = desk.board.rows.value.filter(({ chat }) => chatMatches(chat, search));
  const roving = useRoving(rows.map(({ chat }) => chat.id), heading);
  return html`<section aria-labelledby="queue-heading" data-area="queue">
    <div class="list__head">
      <h2 id="queue-heading" tabindex="-1" ref=${heading}>${words.heading}${' '}
        <span class=${length > 0 ? 'count count--attention' : 'count'}>${length}</span></h2>
      ${chats.length > 0 && html`<${Longest} since=${Date.parse(chats[0].created_at)} />`}
    </div>
    ${length === 0 && rows.length === 0 && html`<p class="list__empty md muted">
      ${rings(settings.all.value) ? empty.queue : words.empty}</p>`}
    <${Hindrance} />
    <ol class="plain" ...${roving.list}>
      ${rows.map((row) => html`<${Row} key=${row.chat.id} row=${row}
        item=${roving.item(row.chat.id)} />`)}
    </ol>
    ${length > chats.length && html`<p class="list__empty sm muted">
      ${words.more(length - chats.length)}</p>`}
  </section>`;
}

function Longest({ since }) {
  return html`<small class="num">
    ${words.longest(stopwatch(secondsBetween(since, tick.value)))}</small>`;
}

/** Why nobody can be claimed now, in words; the buttons point to it. */
function Hindrance() {
  const { desk } = useConsole();
  const agent = desk.me.value;
  const hindrance = claimHindrance(agent);
  if (!hindrance || desk.board.queue.value.length === 0) return null;
  const text = hindrance === 'at_capacity' ? words.atCapacity(agent.capacity) : words.notOnline;
  return html`<p class="list__empty sm muted" id=${REASON_ID}>${text}</p>`;
}

function Row({ row: { chat, place, winner }, item }) {
  const { desk } = useConsole();
  const isOpen = openId.value === chat.id;
  return html`<li class="qitem">
    <span class="qitem__pos"><span class="vh">${words.place}</span>${place}</span>
    <button class="qitem__name" type="button" aria-current=${isOpen ? 'true' : null} ...${item}
      onClick=${() => winner === null && openChat(chat.id)}>
      <span class="truncate" dir="auto">${chat.visitor.name}</span>
      <${Signs} visitor=${chat.visitor} />
      ${chat.returned_at && html`<span class="badge badge--attention"
        title=${visitorWords.returnedHint}>${visitorWords.returned}</span>`}
      ${place > 1 && html`<${Badges} visitor=${chat.visitor} isShort=${true} />`}
    </button>
    <${Wait} since=${Date.parse(chat.created_at)} target=${desk.page.targets.claim_seconds} />
    ${winner === null
      ? html`<p class="qitem__text" dir="auto" lang=${chat.visitor.language}>${chat.question}</p>
          <${RowActs} chat=${chat} place=${place} />`
      : html`<p class="qitem__text qitem__text--lost" role="status" dir="auto"
          >${words.claimed(winner)}</p>`}
  </li>`;
}

/** Verified or not, and whether the page is still open. */
function Signs({ visitor: { verified, connected } }) {
  return html`
    ${verified && html`<span class="qitem__sign" title=${words.verified}>
      <${Icon} name="user-round-check" cls="icon--sm" />
      <span class="vh">${words.verified}</span></span>`}
    ${!connected && html`<span class="presence presence--off" title=${words.away}></span>
      <span class="vh">${words.away}</span>`}`;
}

/** Rank, and the language where it is not English; its code only where a row has little room. */
function Badges({ visitor: { rank, language }, isShort = false }) {
  const { desk } = useConsole();
  const endonym = desk.page.languages.find(({ code }) => code === language)?.endonym ?? language;
  const isForeign = language && language !== 'en';
  return html`
    ${rank && html`<span class="badge badge--line">${rank}</span>`}
    ${isForeign && html`<span class="badge badge--info" title=${endonym} lang=${language}
      >${isShort ? language.toUpperCase() : endonym}</span>`}`;
}

function RowActs({ chat, place }) {
  const { desk } = useConsole();
  const agent = desk.me.value;
  const rule = claimRule(place, agent.role);
  const hinders = claimHindrance(agent) !== null;
  const off = { 'aria-disabled': hinders, 'aria-describedby': hinders ? REASON_ID : null };
  if (rule === 'never') return null;
  if (rule === 'free') return html`<${ClaimNext} off=${off} visitor=${chat.visitor} />`;
  const ask = () => {
    if (!hinders) desk.dialog.value = { name: 'claim', chat };
  };
  return html`<button class="btn btn--xs qitem__claim" type="button" onClick=${ask} ...${off}
    aria-label=${words.claimOutOfOrder(chat.visitor.name)}>${words.claim}</button>`;
}

function ClaimNext({ off, visitor }) {
  const { acts } = useConsole();
  return html`<div class="qitem__foot"><${Badges} visitor=${visitor} />
    <button class="btn btn--primary btn--xs push" type="button" aria-busy=${acts.isClaiming.value}
      aria-keyshortcuts=${ariaKeys('claim_next')} ...${off}
      onClick=${() => !off['aria-disabled'] && acts.claimNext()}>
      ${words.claimNext} <${KeyHint} id="claim_next" /></button></div>`;
}
