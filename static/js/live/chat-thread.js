// One chat's thread on a live page: messages, what waits to be sent, marks, typing, as signals.
import { computed, signal } from '@preact/signals';

import * as state from './thread-state.js';
import { linesOf } from './thread-lines.js';
import { TypingList } from './typing.js';

const HOLD_MS = 1_000;
const MARK_AFTER_MS = 200;
// As many as one page of a sync.
const SHOWN = 200;

/**
 * `thread`   thread-state's value · `entries` the outbox entries of the chat, in order
 * `bubbles`  what is on screen · `lines` the same with days and groups, for <Thread>
 * `unread`   how many messages of the other side have not been read
 * `typing`   TypingList · `isLoadingOlder`
 */
export class ChatThread {
  #door;
  #outbox;
  #isReading = false;
  #told = { delivered: 0, read: 0 };
  #markTimer = null;
  #healing = null;

  thread;
  entries = signal([]);
  newFromSeq = signal(null);
  isLoadingOlder = signal(false);
  typing = new TypingList();

  /**
   * @param {object} of
   * @param {object} of.chat the visitor's or agent's chat, of which id and marks are used
   * @param {object[]} of.messages ascending, the last ones
   * @param {'visitor'|'agent'} of.side whose page this is
   * @param {string|null} of.name under which this side's waiting messages stand
   * @param {import('./outbox.js').Outbox} of.outbox
   * @param {object} of.door how to ask about this chat; each resolves to an acknowledgement:
   *   sync({after_seq} | {before_seq}) → {ok, messages, has_more: boolean},
   *   markDelivered(seq), markRead(seq)
   */
  constructor({ chat, messages, side, name, outbox, door }) {
    this.chat_id = chat.id;
    this.side = side;
    this.other = side === 'visitor' ? 'agent' : 'visitor';
    this.name = name;
    this.#outbox = outbox;
    this.#door = door;
    this.thread = signal(state.threadFrom(messages, chat));
    this.bubbles = computed(() => (
      state.bubbles(this.thread.value, this.entries.value, { kind: side, name })));
    this.lines = computed(() => (
      linesOf(this.bubbles.value, { side, newFromSeq: this.newFromSeq.value })));
    this.unread = computed(() => state.unread(this.thread.value, side).length);
    this.#placeNewLine();
    for (const message of messages) outbox.settle(message);
  }

  /** A pushed message. What is missing before it is fetched at once. */
  receive(message, previous_seq) {
    this.typing.hear(message.author, false);
    const isGap = state.hasMissed(this.thread.value, previous_seq);
    this.#take(state.receive(this.thread.value, message, previous_seq), [message]);
    if (isGap) {
      setTimeout(() => { this.thread.value = state.release(this.thread.value); }, HOLD_MS);
      this.heal();
    }
  }

  /** Our own message has been stored: the outbox calls this. */
  acknowledge(message) {
    this.thread.value = state.acknowledge(this.thread.value, message);
  }

  /** Messages that a sync brought, for a store that syncs many chats in one request. */
  takeNewer(messages) {
    if (messages.length === 0) return this.#markSoon();
    return this.#take(state.addNewer(this.thread.value, messages), messages);
  }

  /** Fetches all that came after what we hold. Resolves to whether it worked. */
  heal() {
    this.#healing ??= this.#fetchNewer().finally(() => { this.#healing = null; });
    return this.#healing;
  }

  async loadOlder() {
    if (this.isLoadingOlder.value || !state.hasOlder(this.thread.value)) return;
    this.isLoadingOlder.value = true;
    const answer = await this.#door.sync({ before_seq: this.thread.value.messages[0].seq });
    if (answer.ok) this.thread.value = state.addOlder(this.thread.value, answer.messages);
    this.isLoadingOlder.value = false;
  }

  /** Nobody looks at the thread any more: what was fetched while reading back is let go. */
  forgetOlder() {
    if (!this.isLoadingOlder.value) this.thread.value = state.lastOnes(this.thread.value, SHOWN);
  }

  get hasOlder() {
    return state.hasOlder(this.thread.value);
  }

  /** Sends a message; the text is safe on the device when this returns. */
  post(body, { kind = 'text', attachments = [] } = {}) {
    this.newFromSeq.value = null;
    return this.#outbox.post({ chat_id: this.chat_id, body, kind, attachments });
  }

  resend(client_id) {
    this.#outbox.resend(this.chat_id, client_id);
  }

  discard(client_id) {
    this.#outbox.discard(this.chat_id, client_id);
  }

  /** 'sent', 'delivered' or 'read', for a message of this side. */
  receipt(seq) {
    return state.receipt(this.thread.value, seq, this.other);
  }

  showDelivered(by_seq) {
    this.thread.value = state.mark(this.thread.value, 'delivered_seq', by_seq);
  }

  showRead(by_seq) {
    this.thread.value = state.mark(this.thread.value, 'read_seq', by_seq);
  }

  /** The marks that came with a changed chat. */
  showMarks(chat) {
    this.thread.value = state.withMarks(this.thread.value, chat);
  }

  /** Is the end of the thread on screen, in a visible page that has the focus? */
  setReading(isReading) {
    this.#isReading = isReading;
    if (isReading) this.#see();
  }

  #take(thread, messages) {
    this.thread.value = thread;
    for (const message of messages) this.#outbox.settle(message);
    if (this.#isReading) this.#see();
    else this.#placeNewLine();
    this.#markSoon();
  }

  async #fetchNewer() {
    for (;;) {
      const answer = await this.#door.sync({ after_seq: this.thread.value.synced_seq });
      if (!answer.ok) return false;
      this.takeNewer(answer.messages);
      if (!answer.has_more || answer.messages.length === 0) return true;
    }
  }

  // The line stays where the first unread message stood, until a later one goes unread again.
  #placeNewLine() {
    const first = state.unread(this.thread.value, this.side)[0];
    if (first) this.newFromSeq.value = first.seq;
  }

  #see() {
    const seq = this.thread.value.messages.at(-1)?.seq ?? 0;
    this.thread.value = state.mark(this.thread.value, 'read_seq', { by: this.side, seq });
    this.#markSoon();
  }

  #markSoon() {
    this.#markTimer ??= setTimeout(() => {
      this.#markTimer = null;
      this.#tell('delivered', this.thread.value.synced_seq, this.#door.markDelivered);
      this.#tell('read', this.thread.value.read_seq[this.side], this.#door.markRead);
    }, MARK_AFTER_MS);
  }

  // A mark that got no answer is told again with the next one, or after the next heal.
  async #tell(mark, seq, ask) {
    const before = this.#told[mark];
    if (seq <= before) return;
    this.#told[mark] = seq;
    const answer = await ask(seq);
    if (!answer.ok) this.#told[mark] = before;
  }
}
