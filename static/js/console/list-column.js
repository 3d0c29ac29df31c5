// The column at the start: availability, search, the queue and my chats.
import { useState } from 'preact/hooks';

import { html } from '../live/html.js';
import { Icon } from '../live/icons.js';
import { ChatList } from './chat-list.js';
import { useConsole } from './context.js';
import { chatMatches } from './people.js';
import { KeyHint } from './key-hint.js';
import { NeglectList } from './neglect-list.js';
import { PresenceMenu } from './presence-menu.js';
import { QueueList } from './queue-list.js';
import { SoundBlocked } from './sound-button.js';
import { ariaKeys } from './shortcuts.js';
import { list as words } from './words.js';

const FIND_ID = 'find';

export function ListColumn() {
  const [search, setSearch] = useState('');
  return html`<section class="list" aria-label=${words.area}>
    <div class="list__top">
      <${PresenceMenu} />
      <div class="input-wrap">
        <label class="vh" for=${FIND_ID}>${words.find}</label><${Icon} name="search" />
        <input class="input" id=${FIND_ID} type="search" placeholder=${words.find} dir="auto"
          autocomplete="off" value=${search}
          onInput=${(event) => setSearch(event.currentTarget.value)} />
        ${search === '' && html`<span class="input-wrap__end"><${PaletteButton} /></span>`}
      </div>
    </div>
    <div class="list__scroll">
      <${NothingFound} search=${search} clear=${() => setSearch('')} />
      <${NeglectList} search=${search} />
      <${QueueList} search=${search} />
      <${ChatList} search=${search} />
    </div>
    <${SoundBlocked} />
  </section>`;
}

/** The field filters what is listed here; this finds everything else, and acts. */
function PaletteButton() {
  const { commands } = useConsole();
  return html`<button class="list__palette" type="button"
    title=${words.palette} aria-haspopup="dialog" aria-keyshortcuts=${ariaKeys('find')}
    onClick=${commands.find}><span class="vh">${words.palette} </span>
    <${KeyHint} id="find" /><${Icon} name="chevron-right" cls="icon--sm icon--flip" /></button>`;
}

function NothingFound({ search, clear }) {
  const { desk } = useConsole();
  if (search.trim() === '') return null;
  const mine = desk.order.value.map((id) => desk.conversation(id).chat.value);
  const neglected = desk.neglected.value.map(({ chat }) => chat);
  const all = [...neglected, ...desk.board.queue.value.chats, ...mine];
  if (all.some((chat) => chatMatches(chat, search))) return null;
  return html`<p class="list__empty list__note md muted" role="status">
    ${words.nothingFound(search)}${' '}
    <button class="btn btn--xs" type="button" onClick=${clear}>${words.clearFind}</button></p>`;
}
