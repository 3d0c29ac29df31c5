// Brings the console back in step with the server: on connecting, every 30 s, and when asked.
import { openId, openList } from './route.js';

const EVERY_MS = 30_000;
const MOST_CHATS = 200;

export class Healing {
  #connection;
  #desk;
  #running = null;
  #isAskedAgain = false;

  constructor(connection, desk) {
    this.#connection = connection;
    this.#desk = desk;
  }

  start() {
    this.#connection.onConnected(() => this.sync());
    setInterval(() => {
      if (this.#connection.isConnected) this.sync();
    }, EVERY_MS);
  }

  /** Resolves to whether the console is in step now. One `sync` runs at a time. */
  sync() {
    if (this.#running) this.#isAskedAgain = true;
    else this.#running = this.#run();
    return this.#running;
  }

  async #run() {
    let isWell;
    do {
      this.#isAskedAgain = false;
      isWell = await this.#fetchAll();
    } while (isWell && this.#isAskedAgain);
    this.#running = null;
    return isWell;
  }

  // Naming a chat watches it, so each page of a long catch-up names all of them again.
  async #fetchAll() {
    for (;;) {
      const after = this.#after();
      const answer = await this.#connection.request('sync', { after });
      if (!answer.ok) return false;
      this.#apply(answer);
      if (answer.has_more.length === 0) return true;
    }
  }

  // A held chat of which nothing is here stays unnamed: the server sends its last messages then.
  #after() {
    const known = [...this.#desk.conversations.value.values()];
    const named = known.filter((one) => one.synced_seq > 0 || !this.#desk.isMine(one));
    const open = named.filter((one) => this.#desk.stateOf(one) !== 'closed');
    return Object.fromEntries(open.slice(-MOST_CHATS).map((one) => [one.id, one.synced_seq]));
  }

  #apply({ agent, queue, agents, chats, messages, held_by = {} }) {
    const byChat = grouped(messages);
    this.#desk.me.value = { ...this.#desk.me.value, ...agent };
    this.#desk.board.apply(queue);
    this.#desk.colleagues.value = agents.filter((one) => one.id !== agent.id);
    for (const chat of chats) this.#desk.take(chat, byChat.get(chat.id) ?? []);
    const told = new Set(chats.map((chat) => chat.id));
    for (const conversation of this.#desk.conversations.value.values()) {
      if (!told.has(conversation.id)) conversation.lose(held_by[conversation.id] ?? null);
    }
    this.#leaveUnknownChat();
  }

  // The address may be an old one.
  #leaveUnknownChat() {
    const chat_id = openId.value;
    const isKnown = this.#desk.conversation(chat_id) || this.#desk.board.find(chat_id);
    if (chat_id !== null && !isKnown) openList();
  }
}

function grouped(messages) {
  const groups = new Map();
  for (const message of messages) {
    groups.set(message.chat_id, [...(groups.get(message.chat_id) ?? []), message]);
  }
  return groups;
}
