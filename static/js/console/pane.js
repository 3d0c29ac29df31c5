// The open chat: header, thread, and the foot that fits what the agent may do.
import { useComputed } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';

import { html } from '../live/html.js';
import { Icon } from '../live/icons.js';
import { JumpToLatest, Thread } from '../live/thread.js';
import { useConsole } from './context.js';
import { PaneFoot } from './pane-foot.js';
import { PaneHead } from './pane-head.js';
import { activateChat, openId } from './route.js';
import { rings } from './sounds.js';
import { TicketLink } from './ticket-link.js';
import { empty, pane as words } from './words.js';
import { empty as ringing } from './words-alerts.js';

const MOST_KEPT = 1_000;

export function Pane({ conversation, togglePanel }) {
  const [hasFocus, setFocus] = useState(false);
  const { id, name, thread, scroll } = conversation;
  const isActive = useComputed(() => openId.value === id).value;
  useEffect(() => () => leave(conversation), [conversation]);
  const enter = () => {
    setFocus(true);
    if (openId.peek() !== id) activateChat(id);
  };
  return html`<section class="pane" aria-label=${words.area(name)} data-area="pane" data-chat=${id}
    data-active=${isActive ? '' : null} tabindex="-1" onFocusIn=${enter}
    onFocusOut=${(event) => setFocus(event.currentTarget.contains(event.relatedTarget))}>
    <${PaneHead} conversation=${conversation} togglePanel=${togglePanel} />
    <${Thread} chat=${thread} scroll=${scroll} label=${words.messages(name)} isLive=${hasFocus}
      boxClass="pane__scroll" avatarClass="avatar--sm" />
    <div class="pane__foot">
      <${JumpToLatest} chat=${thread} scroll=${scroll} />
      <${PaneFoot} conversation=${conversation} />
    </div>
  </section>`;
}

// A chat that was read far back opens at once again, at its end; otherwise its place is kept.
function leave({ thread, scroll }) {
  if (!scroll.atEnd.value && thread.thread.value.messages.length <= MOST_KEPT) return;
  thread.forgetOlder();
  scroll.jump();
}

export function EmptyPane() {
  const { desk, settings } = useConsole();
  const isOnline = desk.me.value.presence === 'online';
  const online = rings(settings.all.value) ? ringing.pane : empty.online;
  return html`<section class="pane pane--empty"><div class="empty">
    <div class="empty__art"><${Rings} /><${Icon} name="messages-square" /></div>
    <h2>${empty.title}</h2><p>${isOnline ? online : empty.notOnline}</p>
    <div class="btnrow"><${TicketLink} cls="btn" url=${desk.page.urls.tickets}>
      <${Icon} name="inbox" cls="icon--sm" />${empty.tickets}</${TicketLink}></div>
  </div></section>`;
}

function Rings() {
  return html`<svg class="ripples" viewBox="0 0 160 160" aria-hidden="true" focusable="false">
    ${[0, 1, 2, 3].map((ring) => html`<circle cx="80" cy="80" r=${30 + ring * 16}
      opacity=${1 - ring * 0.22} />`)}</svg>`;
}
