// Acts that wait a few seconds for an Undo before they are sent: end, transfer, convert, ask.
import { signal } from '@preact/signals-core';

const UNDO_MS = 5_000;

/** One act per chat at a time; nothing of it has reached the server while it waits. */
export class DeferredActs {
  /** Map of chat id to `{kind, text, send}`, in the order in which they were asked for. */
  waiting = signal(new Map());

  defer(chat_id, act) {
    if (this.waiting.value.has(chat_id)) return;
    const timer = setTimeout(() => this.#send(chat_id), UNDO_MS);
    this.waiting.value = new Map(this.waiting.value).set(chat_id, { ...act, timer });
  }

  /** Takes the act back and returns it. */
  undo(chat_id) {
    const rest = new Map(this.waiting.value);
    const act = rest.get(chat_id);
    if (!act) return null;
    clearTimeout(act.timer);
    rest.delete(chat_id);
    this.waiting.value = rest;
    return act;
  }

  undoLatest() {
    return this.undo([...this.waiting.value.keys()].at(-1));
  }

  /** The page goes away: what was asked for is done. */
  sendAllNow() {
    for (const chat_id of this.waiting.value.keys()) this.#send(chat_id);
  }

  #send(chat_id) {
    this.undo(chat_id)?.send();
  }
}
