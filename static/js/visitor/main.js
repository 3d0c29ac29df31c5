// The visitor's chat page: waiting room, conversation or ended chat, whichever it is now.
import { effect } from '@preact/signals';
import { render } from 'preact';

import { Announcer } from '../live/announce.js';
import { ConnectionBanner } from '../live/connection-banner.js';
import { keepFocus } from '../live/focus-keeper.js';
import { html } from '../live/html.js';
import { setServerNow } from '../live/server-clock.js';
import { Viewer } from '../live/viewer.js';
import { announceChanges } from './announcing.js';
import { allowSound } from './attention.js';
import { Conversation } from './conversation.js';
import { takeDrops } from './dropping.js';
import { takeOverForm } from './earlier-form.js';
import { Ended } from './ended.js';
import { VisitorDesk } from './store.js';
import { titleOf } from './title.js';
import { Waiting } from './waiting.js';

/** The view of a state; whom somebody had joined and who waits again keeps the thread in sight. */
function viewOf(desk) {
  const { state } = desk.chat.value;
  if (state === 'closed') return Ended;
  const { messages } = desk.thread.thread.value;
  const wasJoined = messages.some((one) => one.author.kind !== 'visitor');
  return state === 'active' || wasJoined ? Conversation : Waiting;
}

function App({ desk }) {
  const View = viewOf(desk);
  // A half-written detail goes on in the chat's own field when somebody joins.
  const isWriting = document.activeElement?.matches('.composer textarea');
  const waitingCount = desk.thread.entries.value.filter((one) => one.state === 'pending').length;
  const banner = html`<${ConnectionBanner} connection=${desk.connection}
    waitingCount=${waitingCount} cannotStore=${desk.outbox.cannotStore}
    isBridged=${desk.isBridged.value} />`;
  return html`<${Announcer} /><${Viewer} /><${View} key=${View.name} desk=${desk} banner=${banner}
    takesFocus=${isWriting} />`;
}

const page = JSON.parse(document.getElementById('page-state').textContent);
setServerNow(page.now);
takeOverForm(page);
const desk = new VisitorDesk(page);
const root = document.getElementById('chat');
render(html`<${App} desk=${desk} />`, root);
keepFocus(root);
effect(() => { document.title = titleOf(desk); });
announceChanges(desk);
allowSound();
takeDrops(desk);
addEventListener('beforeunload', (event) => {
  if (desk.outbox.pendingCount > 0 || desk.tray.isSending) event.preventDefault();
});
desk.open();
