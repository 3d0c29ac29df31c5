// The chat itself: header, banner, thread, composer, what it is about.
import { useMemo, useState } from 'preact/hooks';

import { Avatar } from '../live/avatar.js';
import { Composer } from '../live/composer.js';
import { Dialog } from '../live/dialog.js';
import { html } from '../live/html.js';
import { Icon } from '../live/icons.js';
import { JumpToLatest, Thread, ThreadScroll } from '../live/thread.js';
import { About } from './about.js';
import { LanguageButton, ThemeButton } from './frame.js';
import { LeaveButton } from './leave-button.js';
import { words } from './words.js';

/**
 * @param {object} props
 * @param {import('./store.js').VisitorDesk} props.desk
 * @param {*} props.banner
 * @param {boolean} props.takesFocus was the visitor writing when this came up?
 */
export function Conversation({ desk, banner, takesFocus }) {
  const { agent } = desk.chat.value;
  const scroll = useMemo(() => new ThreadScroll(), []);
  const name = agent?.name ?? words.support;
  return html`<div class="convo">
    <a class="skip" href="#main">${words.skip}</a>
    <${Bar} desk=${desk} />
    ${banner}
    <main id="main" class="convo__main" tabindex="-1" aria-label=${words.chatWith(name)}>
      <${Thread} chat=${desk.thread} scroll=${scroll} label=${words.messages} />
      <div class="convo__foot">
        <${JumpToLatest} chat=${desk.thread} scroll=${scroll} />
        <div class="stack stack--sm">
          <${Notice} chat=${desk.chat.value} />
          <${Composer} id="message" draftKey=${desk.chat.value.id} takesFocus=${takesFocus}
            label=${words.writeLabel} placeholder=${words.writeLabel} hint=${words.hint}
            sendLabel=${words.send} onTyping=${(is) => desk.tellTyping(is)}
            tray=${desk.tray}
            onSend=${(body, attachments) => {
              desk.thread.post(body, { attachments });
              scroll.jump();
            }} />
        </div>
        <p class="footnote">${words.secrets}</p>
      </div>
    </main>
    <aside class="convo__side" aria-label=${words.aboutChat}><${About} desk=${desk} /></aside>
  </div>`;
}

function Bar({ desk }) {
  const { agent, state } = desk.chat.value;
  const [isShowingAbout, setShowingAbout] = useState(false);
  const name = agent?.name ?? words.support;
  const isQueued = state === 'queued';
  return html`<header class="chatbar">
    ${agent && html`<${Avatar} name=${name} isAgent presence=${agent.connected ? 'on' : 'away'} />`}
    <h1 class="vh">${words.chatWith(name)}</h1>
    <div class="convo__agent"><b>${name}</b><small>${
      isQueued ? words.waitingAgain : words.support}</small></div>
    <div class="chatbar__end"><${LanguageButton} /><${ThemeButton} />
      <button class="iconbtn only-narrow" type="button" aria-label=${words.chatDetails}
        onClick=${() => setShowingAbout(true)}><${Icon} name="info" /></button>
      <${LeaveButton} desk=${desk} cls="btn btn--sm"
        label=${isQueued ? words.leaveQueue : words.endChat}
        title=${isQueued ? words.leaveQueueAsk : words.endChatAsk}
        lead=${isQueued ? words.leaveQueueLead : words.endChatLead}
        stay=${isQueued ? words.stayInQueue : words.goOn} />
    </div>
    ${isShowingAbout && html`<${Dialog} title=${words.chatDetails}
      onClose=${() => setShowingAbout(false)}><div class="about stack stack--lg"
      ><${About} desk=${desk} /></div><//>`}
  </header>`;
}

function Notice({ chat }) {
  const isAway = chat.state === 'active' && chat.agent && !chat.agent.connected;
  const isRequeued = chat.state === 'queued';
  if (!isAway && !isRequeued) return null;
  const text = isAway ? words.agentAway(chat.agent.name) : words.requeued(chat.position ?? 1);
  return html`<div class="callout callout--attention">
    <${Icon} name=${isAway ? 'wifi-off' : 'list-ordered'} />
    <div class="callout__body"><p>${text}</p></div></div>`;
}
