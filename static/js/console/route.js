// Which chat is open, kept in the address: reload and the browser's Back do what people expect.
import { signal } from '@preact/signals';

const CHAT = '#chat-';
const LIST = '#list';

/** The id of the open chat, or null. */
export const openId = signal(idIn(location.hash));

/** The address of a chat, for links. */
export const chatHref = (chat_id) => `${CHAT}${encodeURIComponent(chat_id)}`;
export const listHref = LIST;

export function openChat(chat_id) {
  location.hash = chatHref(chat_id);
  openId.value = chat_id;
}

/** The same for one that is on the screen already: no step for the browser's Back. */
export function activateChat(chat_id) {
  history.replaceState(history.state, '', chatHref(chat_id));
  openId.value = chat_id;
}

export function openList() {
  location.hash = LIST;
  openId.value = null;
}

export function followAddress() {
  addEventListener('hashchange', () => {
    // The skip link's target is an address too, and closes no chat.
    const isOurs = location.hash === '' || location.hash === LIST || idIn(location.hash);
    if (isOurs) openId.value = idIn(location.hash);
  });
}

function idIn(hash) {
  return hash.startsWith(CHAT) ? decodeURIComponent(hash.slice(CHAT.length)) : null;
}
