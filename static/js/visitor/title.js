// What the tab says.
import { words } from './words.js';

/** @param {import('./store.js').VisitorDesk} desk */
export function titleOf(desk) {
  const { state, position, agent } = desk.chat.value;
  const unread = desk.thread.unread.value;
  const parts = {
    queued: [position === null ? words.placeUnknown : words.queueTitle(position)],
    active: [agent?.name, words.liveChat],
    closed: [words.endedTitle],
  }[state];
  const mark = state === 'active' && unread > 0 ? words.unread(unread) : '';
  return mark + [...parts, `${desk.page.brand} ${words.support}`].filter(Boolean).join(' · ');
}
