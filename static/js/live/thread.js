// The thread of one chat: its lines, who types, and the way back to the newest message.
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';

import { Avatar } from './avatar.js';
import { clockTime, dayName, exactTime } from './format.js';
import { html } from './html.js';
import { Icon } from './icons.js';
import { LinkedText } from './links.js';
import { Message } from './thread-message.js';
import { words } from './words.js';

export { ThreadScroll } from './thread-scroll.js';

/**
 * @param {object} props
 * @param {import('./chat-thread.js').ChatThread} props.chat
 * @param {import('./thread-scroll.js').ThreadScroll} props.scroll one per chat, kept by the page
 * @param {string} props.label such as 'Messages in this chat'
 * @param {boolean} [props.isLive] may new messages be read out? (one thread at a time)
 * @param {string} [props.boxClass] 'convo__scroll', or the console's 'pane__scroll'
 * @param {string} [props.avatarClass]
 */
export function Thread({
  chat, scroll, label, isLive = true, boxClass = 'convo__scroll', avatarClass = '',
}) {
  const box = useRef(null);
  const lines = chat.lines.value;
  const liveness = useLiveness(chat);
  useLayoutEffect(() => scroll.attach(box.current, () => chat.loadOlder()), [chat, scroll]);
  useLayoutEffect(() => scroll.settle({
    firstKey: lines.find((line) => line.bubble)?.key ?? null,
    lastSeq: chat.thread.value.messages.at(-1)?.seq ?? 0,
  }), [lines, chat.typing.names.value]);
  useReading(chat, scroll);
  return html`<div class=${boxClass} ref=${box} tabindex="0" role="region" aria-label=${label}>
    <div class="thread">
      <${Older} chat=${chat} />
      <div class="thread" role="log" aria-label=${label} aria-live=${isLive ? liveness : 'off'}>
        ${lines.map((line) => html`<${Line} key=${line.key} line=${line} chat=${chat}
          avatarClass=${avatarClass} />`)}
      </div>
      <${Typing} chat=${chat} avatarClass=${avatarClass} />
    </div>
  </div>`;
}

/** The button that appears above the composer while the end of the thread is off screen. */
export function JumpToLatest({ chat, scroll }) {
  if (scroll.atEnd.value) return null;
  const missed = chat.bubbles.value.filter((bubble) => (
    bubble.seq > scroll.seenSeq.value && bubble.author.kind === chat.other)).length;
  return html`<button class="jump" type="button" onClick=${() => scroll.jump()}>
    <${Icon} name="arrow-down" cls="icon--sm" />
    ${missed > 0 ? words.newMessages(missed) : words.jump}</button>`;
}

function Line({ line, chat, avatarClass }) {
  switch (line.type) {
    case 'day': return html`<p class="thread__day">${dayName(line.at)}</p>`;
    case 'new': return html`<p class="thread__new"><span>${words.new(line.count)}</span></p>`;
    case 'system': return html`<${SystemLine} bubble=${line.bubble} />`;
    default: return html`<${Message} line=${line} chat=${chat} avatarClass=${avatarClass} />`;
  }
}

function SystemLine({ bubble }) {
  const at = bubble.created_at;
  return html`<p class="sysline" dir="auto"><span><${LinkedText} text=${bubble.body} />${' '}
    <time datetime=${at} title=${exactTime(at)}>${clockTime(at)}</time></span></p>`;
}

function Older({ chat }) {
  if (!chat.hasOlder) return null;
  const isBusy = chat.isLoadingOlder.value;
  return html`<p class="sysline"><button class="btn btn--quiet btn--xs" type="button"
    aria-busy=${isBusy} onClick=${() => chat.loadOlder()}>
    ${isBusy && html`<span class="spinner"></span>`}
    ${isBusy ? words.loadingOlder : words.loadOlder}</button></p>`;
}

// Outside the log, because typing is not read out.
function Typing({ chat, avatarClass }) {
  const names = chat.typing.names.value;
  if (names.length === 0) return null;
  return html`<div class="msg">
    <span class="msg__avatar"><${Avatar} name=${names[0]} isAgent=${chat.other === 'agent'}
      cls=${avatarClass} /></span>
    <div class="msg__col"><div class="bubble bubble--tip typing"><i></i><i></i><i></i>
      <span class="vh">${words.typing(names)}</span></div></div>
  </div>`;
}

// Own messages and earlier ones are not read out: the log is silent while they are put in.
function useLiveness(chat) {
  const last = useRef({ other: null, live: 'polite' });
  const other = chat.bubbles.value.findLast((one) => one.author.kind !== chat.side)?.key;
  const count = chat.bubbles.value.length;
  if (count !== last.current.count) {
    const live = other === last.current.other ? 'off' : 'polite';
    last.current = { other, count, live };
  }
  return last.current.live;
}

// Read is what was at the end of the thread in a visible page that had the focus.
function useReading(chat, scroll) {
  const atEnd = scroll.atEnd.value;
  useEffect(() => {
    const look = () => chat.setReading(
      atEnd && document.visibilityState === 'visible' && document.hasFocus());
    look();
    addEventListener('focus', look);
    addEventListener('blur', look);
    document.addEventListener('visibilitychange', look);
    return () => {
      removeEventListener('focus', look);
      removeEventListener('blur', look);
      document.removeEventListener('visibilitychange', look);
      chat.setReading(false);
    };
  }, [chat, atEnd]);
}
