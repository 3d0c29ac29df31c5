// Brings the console back in step with the server: on connecting, every 30 s, and when asked.
import { batch } from '@preact/signals-core';

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
      batch(() => this.#apply(answer, after));
      if (answer.messages.length === 0 || !this.#isBehind(answer, after)) return true;
    }
  }

  // What was said before the last messages of a chat is fetched when somebody reads so far back.
  #isBehind({ has_more }, after) {
    const isMissing = (id) => id in after || !(this.#desk.conversation(id)?.synced_seq > 0);
    return has_more.some(isMissing) || this.#nameable().some(isLate);
  }

  // A held chat of which nothing is here stays unnamed: the server sends its last messages then.
  // Those that lack something come first, then those of which nothing is heard without naming them.
  #after() {
    const rank = (one) => (isLate(one) ? 0 : 1) + (this.#desk.isMine(one) ? 1 : 0);
    const sorted = this.#nameable().sort((one, other) => rank(one) - rank(other));
    return Object.fromEntries(sorted.slice(0, MOST_CHATS).map((one) => [one.id, one.synced_seq]));
  }

  #nameable() {
    const known = [...this.#desk.conversations.value.values()];
    const named = known.filter((one) => one.synced_seq > 0 || !this.#desk.isMine(one));
    return named.filter((one) => this.#desk.stateOf(one) !== 'closed');
  }

  #apply({ agent, queue, agents, chats, messages, held_by = {}, neglected = [] }, after) {
    const byChat = grouped(messages);
    this.#desk.me.value = { ...this.#desk.me.value, ...agent };
    this.#desk.board.apply(queue);
    this.#desk.showNeglected(neglected);
    this.#desk.colleagues.value = agents.filter((one) => one.id !== agent.id);
    for (const chat of chats) {
      const last = byChat.get(chat.id) ?? [];
      // The last messages of a chat that was not named may begin after a gap.
      const begins = (this.#desk.conversation(chat.id)?.synced_seq ?? 0) + 1;
      const isWhole = chat.id in after || begins === 1 || last[0]?.seq <= begins;
      this.#desk.take(chat, isWhole ? last : []);
    }
    const told = new Set(chats.map((chat) => chat.id));
    for (const conversation of this.#desk.conversations.value.values()) {
      if (!told.has(conversation.id)) conversation.lose(held_by[conversation.id] ?? null);
    }
    this.#leaveUnknownChat();
  }

  // The address may be an old one.
  #leaveUnknownChat() {
    const chat_id = openId.value;
    const isKnown = this.#desk.conversation(chat_id) || this.#desk.board.find(chat_id)
      || this.#desk.neglectedChat(chat_id);
    if (chat_id !== null && !isKnown) openList();
  }
}

function isLate({ chat, synced_seq }) {
  return synced_seq > 0 && chat.value.last_seq > synced_seq;
}

function grouped(messages) {
  const groups = new Map();
  for (const message of messages) {
    const group = groups.get(message.chat_id);
    if (group) group.push(message);
    else groups.set(message.chat_id, [message]);
  }
  return groups;
}
