// What the agent has in front of them, in all tabs of this browser.

export class Looking {
  #channel;
  #id = Math.random().toString(36).slice(2);
  /** Map of tab to the ids of the chats on its screen, for each tab that is in front. */
  #tabs = new Map();

  /** @param {string} name of the channel, the same for all tabs of one agent */
  constructor(name) {
    this.#channel = new BroadcastChannel(name);
    this.#channel.addEventListener('message', ({ data }) => this.#hear(data));
    this.#channel.postMessage({ isAsking: true });
    addEventListener('pagehide', () => this.show(null));
  }

  /** The chats that this tab shows now, or null when it is not in front. */
  show(chat_ids) {
    this.#keep(this.#id, chat_ids);
    this.#channel.postMessage({ id: this.#id, chat_ids });
  }

  /** Is this chat in front of the agent in some tab? */
  isAt(chat_id) {
    return [...this.#tabs.values()].some((chat_ids) => chat_ids.includes(chat_id));
  }

  /** Is any tab of the console in front? */
  get isHere() {
    return this.#tabs.size > 0;
  }

  #hear({ id, chat_ids, isAsking }) {
    if (!isAsking) this.#keep(id, chat_ids);
    else if (this.#tabs.has(this.#id)) this.show(this.#tabs.get(this.#id));
  }

  #keep(id, chat_ids) {
    if (chat_ids) this.#tabs.set(id, chat_ids);
    else this.#tabs.delete(id);
  }
}

/** Calls `tell(isInFront)` now and whenever the page comes to the front or leaves it. */
export function watchFront(tell) {
  const look = () => tell(document.visibilityState === 'visible' && document.hasFocus());
  for (const event of ['focus', 'blur', 'pageshow']) addEventListener(event, look);
  document.addEventListener('visibilitychange', look);
  look();
}
