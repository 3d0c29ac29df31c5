// The queue as the server last told it, and the rows a colleague was quicker to claim.
import { computed, signal } from '@preact/signals-core';

const LOSS_SHOWN_MS = 3_000;

export class Board {
  #losses = signal([]);

  queue = signal({ revision: -1, length: 0, chats: [], oldest_wait_seconds: 0 });
  rows = computed(() => rowsOf(this.queue.value.chats, this.#losses.value));

  /** An older picture than the one on screen is dropped: events and snapshots may cross. */
  apply(queue) {
    if (queue.revision >= this.queue.value.revision) this.queue.value = queue;
  }

  find(chat_id) {
    return this.queue.value.chats.find((chat) => chat.id === chat_id) ?? null;
  }

  /** Place in the queue, from 1; 0 for a chat that is not among the first ones. */
  placeOf(chat_id) {
    return this.queue.value.chats.findIndex((chat) => chat.id === chat_id) + 1;
  }

  /** A chat was claimed: its row goes at once, the server's own picture follows. */
  drop(chat_id) {
    const queue = this.queue.value;
    const chats = queue.chats.filter((chat) => chat.id !== chat_id);
    const length = queue.length - (queue.chats.length - chats.length);
    this.queue.value = { ...queue, chats, length };
  }

  /** The row says for a moment who has the chat, then the next one has moved up. */
  showLoss(chat, winner) {
    const index = Math.max(0, this.placeOf(chat.id) - 1);
    const loss = { chat, index, winner };
    this.#losses.value = [...this.#losses.value.filter((one) => one.chat.id !== chat.id), loss];
    this.drop(chat.id);
    setTimeout(() => {
      this.#losses.value = this.#losses.value.filter((one) => one !== loss);
    }, LOSS_SHOWN_MS);
  }
}

/** `{chat, place, winner}` for each row: the queue, with the lost chats where they stood. */
export function rowsOf(chats, losses) {
  const lost = new Set(losses.map(({ chat }) => chat.id));
  const rows = chats
    .filter((chat) => !lost.has(chat.id))
    .map((chat, index) => ({ chat, place: index + 1, winner: null }));
  for (const { chat, index, winner } of losses) {
    rows.splice(Math.min(index, rows.length), 0, { chat, place: index + 1, winner });
  }
  return rows;
}
