// One chat as this console knows it: what the server says of it, its thread, how it is answered.
import { computed, signal } from '@preact/signals';

import { ChatThread } from '../live/chat-thread.js';
import { draftOf } from '../live/drafts.js';
import { ThreadScroll } from '../live/thread-scroll.js';
import { lastSpoken, unansweredSince } from './needs.js';

export class Conversation {
  /** False once a `sync` no longer tells of the chat. */
  isReadable = signal(true);
  /** Held in this page at some time: stays readable here until it is dismissed. */
  wasMine = signal(false);
  /** What the message field writes: 'text' or 'note'. */
  mode = signal('text');
  /** Are the saved replies open over its field? */
  isPicking = signal(false);
  /** Where pictures for the message that is being written go, while there is a field for it. */
  tray = null;
  scroll = new ThreadScroll();
  #typingSince = new Map();

  /** Takes what ChatThread takes, but for `side`. */
  constructor(parts) {
    this.id = parts.chat.id;
    this.chat = signal(parts.chat);
    this.thread = new ChatThread({ ...parts, side: 'agent' });
    this.unansweredSince = computed(() => unansweredSince(this.#messages));
    this.lastSpoken = computed(() => lastSpoken(this.#messages));
  }

  get name() {
    return this.chat.value.visitor.name;
  }

  get isTyping() {
    return this.thread.typing.names.value.length > 0;
  }

  /** Up to which message all has come; 0 when nothing was fetched yet. */
  get synced_seq() {
    return this.thread.thread.value.synced_seq;
  }

  /** When anybody last wrote, in milliseconds. */
  get lastAt() {
    return Date.parse(this.lastSpoken.value?.created_at ?? this.chat.value.created_at);
  }

  /** Replies and notes have a draft each. */
  draftKey(mode) {
    return `${this.id}:${mode}`;
  }

  draft(mode) {
    return draftOf(this.draftKey(mode)).value;
  }

  /** Remembers after which message a text of this mode was begun. */
  noteTyping(mode, isTyping) {
    if (!isTyping) this.#typingSince.delete(mode);
    else if (!this.#typingSince.has(mode)) {
      this.#typingSince.set(mode, this.#messages.at(-1)?.seq ?? 0);
    }
  }

  /** The last seq when somebody began to type, or null when nothing is typed. */
  typingSince(mode) {
    return this.#typingSince.get(mode) ?? null;
  }

  /** Takes the server's word, unless a newer one came first. */
  update(chat) {
    const before = this.chat.peek();
    const isNews = JSON.stringify(chat) !== JSON.stringify(before);
    if (isNews && chat.last_seq >= before.last_seq) this.chat.value = chat;
    this.thread.showMarks(chat);
  }

  /** It may not be read on; `holder` is the colleague who has it now, if anybody has. */
  lose(holder) {
    this.isReadable.value = false;
    if (holder) this.chat.value = { ...this.chat.value, state: 'active', agent: holder };
  }

  get #messages() {
    return this.thread.thread.value.messages;
  }
}
