// The page around the console, which the server drew: tab title, icon, counts, the view on phones.
import { computed, effect } from '@preact/signals';

import { showIcon } from './favicon.js';
import { followLogout } from './leaving.js';
import { openId } from './route.js';
import { done, title as words } from './words.js';

const ELSEWHERE = '.rail a:not([aria-current]), .tabbar a:not([aria-current])';

/** Keeps the page around the console in step with the desk. */
export function followDesk(desk) {
  effect(() => {
    const waiting = desk.board.queue.value.length;
    const calls = waiting + unreadChats(desk);
    document.title = titleOf({ calls, name: desk.open.value?.name, brand: desk.page.brand });
    showIcon(calls);
    showCount(waiting);
  });
  effect(() => {
    document.querySelector('.console').dataset.view = openId.value === null ? 'list' : 'chat';
  });
  followLogout(desk);
  keepConsole(desk);
  for (const button of document.querySelectorAll('[data-opens="keys"]')) {
    button.addEventListener('click', () => { desk.dialog.value = { name: 'keys' }; });
  }
}

/** "(4) Marit Solberg · Console · dōTERRA Tech Support" */
export function titleOf({ calls, name, brand }) {
  const parts = [name, words.console, words.unit(brand)].filter(Boolean);
  return (calls > 0 ? `(${calls}) ` : '') + parts.join(' · ');
}

// Whoever leaves this page is gone, and loses the chats: other places open beside it, in one tab.
function keepConsole(desk) {
  const isOnDuty = computed(() => desk.me.value.presence === 'online'
    || desk.held.value.length > 0);
  effect(() => {
    for (const link of document.querySelectorAll(ELSEWHERE)) {
      link.target = isOnDuty.value ? 'livedesk' : '';
      link.title = isOnDuty.value ? done.newTab.trim() : '';
    }
  });
}

function unreadChats(desk) {
  const listed = desk.order.value.map((id) => desk.conversation(id));
  return listed.filter((one) => one && desk.isMine(one) && one.thread.unread.value > 0).length;
}

function showCount(waiting) {
  for (const count of document.querySelectorAll('[data-count="waiting"]')) {
    count.hidden = waiting === 0;
    count.querySelector('[data-figure]').textContent = waiting;
  }
}
