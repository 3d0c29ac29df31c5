// My chats: who waits for an answer, what was said last, what is unread.
import { useComputed } from '@preact/signals';
import { useRef, useState } from 'preact/hooks';

import { Avatar } from '../live/avatar.js';
import { html } from '../live/html.js';
import { Icon } from '../live/icons.js';
import { useConsole } from './context.js';
import { KeyHint } from './key-hint.js';
import { settledOrder } from './needs.js';
import { chatMatches, firstName } from './people.js';
import { chatHref, openId } from './route.js';
import { useRoving } from './roving.js';
import { ariaKeys } from './shortcuts.js';
import { canSplit, isSplit, toggleSplit } from './split.js';
import { Wait } from './wait.js';
import { chats as words } from './words.js';

export function ChatList({ search }) {
  const { desk } = useConsole();
  const heading = useRef(null);
  const { ids, hand } = useSettled(desk.order.value);
  const found = ids.filter((id) => {
    const conversation = desk.conversation(id);
    return conversation && chatMatches(conversation.chat.value, search);
  });
  const roving = useRoving(found, heading);
  return html`<section aria-labelledby="chats-heading" data-area="chats" ...${hand}>
    <div class="list__head"><h2 id="chats-heading" tabindex="-1" ref=${heading}>
      ${words.heading}${' '}<span class="count">${ids.length}</span></h2>
      ${canSplit.value && html`<button class="iconbtn" type="button" aria-label=${words.split}
        aria-pressed=${isSplit.value} aria-keyshortcuts=${ariaKeys('split')}
        onClick=${toggleSplit}><${Icon} name="columns-2" /></button>`}</div>
    ${ids.length === 0 && html`<p class="list__empty md muted">${words.empty}${' '}
      <${KeyHint} id="claim_next" /></p>`}
    <ul class="plain" ...${roving.list}>
      ${found.map((id) => html`<${Row} key=${id} conversation=${desk.conversation(id)}
        tabIndex=${roving.item(id).tabIndex} />`)}
    </ul>
  </section>`;
}

/** The order changes only while pointer and focus are elsewhere. */
function useSettled(wanted) {
  const shown = useRef([]);
  const [isPointed, setPointed] = useState(false);
  const [hasFocus, setFocus] = useState(false);
  shown.current = settledOrder(shown.current, wanted, !isPointed && !hasFocus);
  const hand = {
    onPointerEnter: () => setPointed(true),
    onPointerLeave: () => setPointed(false),
    onFocusIn: () => setFocus(true),
    onFocusOut: (event) => setFocus(event.currentTarget.contains(event.relatedTarget)),
  };
  return { ids: shown.current, hand };
}

// Props that stay the same let a row stay as it is, however many there are.
function Row({ conversation, tabIndex }) {
  const { desk } = useConsole();
  const { id, chat } = conversation;
  const { visitor } = chat.value;
  const isMine = desk.isMine(conversation);
  const isOpen = useComputed(() => openId.value === id);
  const unread = isMine ? conversation.thread.unread.value : 0;
  const presence = !isMine ? '' : visitor.connected ? 'on' : 'off';
  return html`<li><a class=${unread > 0 ? 'citem citem--unread' : 'citem'} href=${chatHref(id)}
    aria-current=${isOpen.value ? 'true' : null} data-row=${id} tabIndex=${tabIndex}>
    <${Avatar} name=${visitor.name} presence=${presence} />
    <span class="citem__name truncate" dir="auto">${visitor.name}</span>
    <span class="citem__text truncate" dir="auto">
      <${LastLine} conversation=${conversation} /></span>
    <span class="citem__end">
      ${isMine && html`<${Waiting} conversation=${conversation} />`}
      ${unread > 0 && html`<span class="count count--brand">${unread}
        <span class="vh">${words.unread}</span></span>`}
    </span></a></li>`;
}

function Waiting({ conversation }) {
  const { desk } = useConsole();
  const since = conversation.unansweredSince.value;
  if (since === null) {
    return html`<span class="wait"><${Icon} name="check-check" />
      <span class="vh">${words.replied}</span></span>`;
  }
  const target = desk.page.targets.answer_seconds;
  return html`<${Wait} since=${since} target=${target} lead=${words.waitingForReply} />`;
}

function LastLine({ conversation }) {
  const { desk } = useConsole();
  const isOpen = useComputed(() => openId.value === conversation.id).value;
  const draft = conversation.draft('text');
  const state = desk.stateOf(conversation);
  if (state === 'closed') return words.ended;
  if (state === 'elsewhere') return words.elsewhere(firstName(conversation.chat.value.agent.name));
  if (state === 'gone') return words.notYours;
  if (conversation.thread.entries.value.some((entry) => entry.state === 'failed')) {
    return words.notSent;
  }
  if (conversation.isTyping) return html`<em>${words.typing}</em>`;
  if (draft && !isOpen) return words.draft(draft);
  return lastWords(conversation.lastSpoken.value, desk.me.peek().name);
}

function lastWords(message, myName) {
  if (!message) return '';
  const text = message.body || words.file;
  if (message.kind === 'note') return words.note(text);
  return message.author.name === myName && message.author.kind === 'agent' ? words.you(text) : text;
}
