// Everything the console shows: the agent, the colleagues, the queue, and the chats that are known.
import { computed, signal } from '@preact/signals';

import { Board } from './board.js';
import { Conversation } from './conversation.js';
import { DeferredActs } from './deferred.js';
import { orderOfNeed } from './needs.js';
import { paneState } from './pane-state.js';
import { openId } from './route.js';
import { Toasts } from './toasts.js';

export class Desk {
  #lines;
  #order = [];

  /** What the page came with: `agent`, `brand`, `languages`, `targets`, `urls`, … */
  page;
  colleagues = signal([]);
  conversations = signal(new Map());
  board = new Board();
  /** For supervisors: `{chat, idle_since, unanswered_since}`, whose agents touch nothing. */
  neglected = signal([]);
  deferred = new DeferredActs();
  toasts = new Toasts();
  /** The open dialog, `{name, …}` as `dialogs.js` draws it, or null. */
  dialog = signal(null);

  /** The conversation on the screen, or null. */
  open = computed(() => this.conversations.value.get(openId.value) ?? null);
  /** My chats that are not over, and about to stay so: no act on them waits for an Undo. */
  held = computed(() => [...this.conversations.value.values()].filter((one) => (
    this.isMine(one) && !this.deferred.waiting.value.has(one.id))));
  /** My chats and those I had, as facts for `ordering.js`. */
  needs = computed(() => this.#listed().map((one) => this.#need(one)));
  /** Their ids, longest unanswered first. */
  order = computed(() => this.#unlessChanged(orderOfNeed(this.needs.value)));

  /**
   * @param {object} page the page-state
   * @param {object} lines how chats reach the server: `outbox`, `doorOf(chat_id)`
   */
  constructor(page, lines) {
    this.page = page;
    this.me = signal(page.agent);
    this.#lines = lines;
  }

  conversation(chat_id) {
    return this.conversations.value.get(chat_id) ?? null;
  }

  /** The own ones stand among my chats already. Returns those that are new. */
  showNeglected(neglected) {
    const known = this.neglected.value.map(({ chat }) => chat.id);
    this.neglected.value = neglected.filter(({ chat }) => chat.agent.id !== this.me.value.id);
    return this.neglected.value.filter(({ chat }) => !known.includes(chat.id));
  }

  /** The chat of that list, or null. */
  neglectedChat(chat_id) {
    return this.neglected.value.find(({ chat }) => chat.id === chat_id)?.chat ?? null;
  }

  stateOf(conversation) {
    const { chat, isReadable } = conversation;
    // Who somebody is never changes, and a row is not to be drawn when anything else of it does.
    return paneState(chat.value, this.me.peek().id, isReadable.value);
  }

  isMine(conversation) {
    return this.stateOf(conversation) === 'mine';
  }

  /** Makes a chat known, or brings it up to date, with the messages that came along. */
  take(chat, messages = []) {
    const known = this.conversation(chat.id);
    known?.update(chat);
    known?.thread.takeNewer(messages);
    const conversation = known ?? this.#meet(chat, messages);
    conversation.isReadable.value = true;
    if (this.isMine(conversation)) conversation.wasMine.value = true;
    return conversation;
  }

  /** Removes an ended chat, or a preview that nobody looks at any more. */
  drop(chat_id) {
    const rest = new Map(this.conversations.value);
    rest.delete(chat_id);
    this.conversations.value = rest;
  }

  showAgent(agent) {
    const others = this.colleagues.value.filter((one) => one.id !== agent.id);
    if (agent.id === this.me.value.id) this.me.value = { ...this.me.value, ...agent };
    else this.colleagues.value = [...others, agent];
  }

  #meet(chat, messages) {
    const { outbox, doorOf } = this.#lines;
    const name = this.me.value.name;
    const parts = { chat, messages, outbox, name, door: doorOf(chat.id) };
    const conversation = new Conversation(parts);
    this.conversations.value = new Map(this.conversations.value).set(chat.id, conversation);
    outbox.restore(chat.id);
    return conversation;
  }

  // The same list again, as long as it says the same: nobody draws hundreds of rows for nothing.
  #unlessChanged(ids) {
    const isSame = ids.length === this.#order.length
      && ids.every((id, index) => id === this.#order[index]);
    if (!isSame) this.#order = ids;
    return this.#order;
  }

  #listed() {
    return [...this.conversations.value.values()].filter((one) => {
      const state = this.stateOf(one);
      return state === 'mine' || (one.wasMine.value && state !== 'waiting');
    });
  }

  #need(conversation) {
    return {
      id: conversation.id,
      isMine: this.isMine(conversation),
      unansweredSince: conversation.unansweredSince.value,
      lastAt: conversation.lastAt,
    };
  }
}
