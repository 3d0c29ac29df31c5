// Messages that wait to be acknowledged: kept on the device, sent again, always in order.
import { forget, keep, keysUnder, recall } from './keep.js';
import { serverNow } from './server-clock.js';

const SHELF = 'livedesk:outbox:';
const RETRY_BASE_MS = 1_000;
const RETRY_CAP_MS = 8_000;
// After these nothing was stored, or we cannot know: the same message goes out again by itself.
const PASSING = new Set(['no_answer', 'unavailable', 'rate_limited']);

/**
 * An entry is {client_id, chat_id, kind, body, attachments, created_at, state, is_late, error}:
 * `state` is 'pending' or 'failed', `is_late` says that a pending one waits for the connection,
 * `error` is the server's refusal of a failed one. An acknowledged entry leaves the outbox.
 * Each chat has one lane: the next entry goes out when the one before it has been answered.
 */
export class Outbox {
  #lanes = new Map();
  #send;
  #stamp;
  #onRefused;
  #onStored;
  #onChange;

  /**
   * @param {object} links
   * @param {(entry) => Promise<object>} links.send resolves to the acknowledgement
   * @param {(chat_id) => object} [links.stamp] further fields of what is written now
   * @param {(entry) => boolean} [links.onRefused] takes a failed entry away: true if it has
   * @param {(message, entry) => void} links.onStored the server has stored it
   * @param {(chat_id, entries) => void} links.onChange the entries of a chat, in order
   */
  constructor({ send, onStored, onChange, stamp = () => ({}), onRefused = () => false }) {
    this.#send = send;
    this.#stamp = stamp;
    this.#onRefused = onRefused;
    this.#onStored = onStored;
    this.#onChange = onChange;
  }

  /** Takes over what this device still holds for the chat, and sends it. */
  restore(chat_id) {
    const kept = keysUnder(`${SHELF}${chat_id}:`).map(recall).filter(Boolean);
    const lane = this.#lane(chat_id);
    const known = new Set(lane.entries.map((entry) => entry.client_id));
    const fresh = kept.filter((entry) => !known.has(entry.client_id));
    lane.entries = [...lane.entries, ...fresh].sort(byTime);
    this.#changed(chat_id);
    this.#pump(chat_id);
  }

  /** Puts a message on its way. It is on the device when this returns. */
  post({ chat_id, body, kind = 'text', attachments = [], client_id = newId() }) {
    const lane = this.#lane(chat_id);
    const last = lane.entries.at(-1)?.created_at ?? 0;
    const entry = {
      ...this.#stamp(chat_id),
      client_id, chat_id, kind, body, attachments,
      created_at: Math.max(serverNow(), last + 1),
      state: 'pending', is_late: lane.is_late, error: null,
    };
    lane.entries = [...lane.entries, entry];
    shelve(entry);
    this.#changed(chat_id);
    this.#pump(chat_id);
    return entry;
  }

  /** The connection has come (back): what waits goes out now. */
  flush() {
    for (const [chat_id, lane] of this.#lanes) {
      lane.tries = 0;
      this.#wake(chat_id);
    }
  }

  /** A stored message was seen, perhaps through another tab: its entry has done its work. */
  settle(message) {
    if (!message.client_id || !this.#find(message.chat_id, message.client_id)) return;
    this.#drop(message.chat_id, message.client_id);
    this.#wake(message.chat_id);
  }

  /** Sends a failed message again, after all that stand there now, under its id if that is free. */
  resend(chat_id, client_id) {
    const entry = this.#find(chat_id, client_id);
    if (!entry) return;
    const isTaken = entry.error?.code === 'id_conflict';
    this.#drop(chat_id, client_id);
    this.post({ ...entry, client_id: isTaken ? newId() : client_id });
  }

  /** Throws an entry away. */
  discard(chat_id, client_id) {
    this.#drop(chat_id, client_id);
  }

  entries(chat_id) {
    return this.#lane(chat_id).entries;
  }

  /** How many messages are not stored yet, in all chats. */
  get pendingCount() {
    const all = [...this.#lanes.values()].flatMap((lane) => lane.entries);
    return all.filter((entry) => entry.state === 'pending').length;
  }

  /** Does a message wait because the server has no way to store it at present? */
  get cannotStore() {
    return [...this.#lanes.values()].some(({ cannotStore, entries }) => (
      cannotStore && entries.some((entry) => entry.state === 'pending')));
  }

  async #pump(chat_id) {
    const lane = this.#lane(chat_id);
    const entry = lane.entries.find((candidate) => candidate.state === 'pending');
    if (!entry || lane.is_busy || lane.timer) return;
    lane.is_busy = true;
    const answer = await this.#send(entry);
    lane.is_busy = false;
    lane.cannotStore = answer.error?.code === 'unavailable';
    if (answer.ok) this.#store(entry, answer.message);
    else if (PASSING.has(answer.error.code)) this.#retryLater(entry, answer.error);
    else this.#fail(entry, answer.error);
    this.#pump(chat_id);
  }

  #fail(entry, error) {
    const isTaken = this.#onRefused({ ...entry, error });
    if (isTaken) this.#drop(entry.chat_id, entry.client_id);
    else this.#change(entry, { state: 'failed', is_late: false, error });
  }

  #store(entry, message) {
    Object.assign(this.#lane(entry.chat_id), { tries: 0, is_late: false });
    this.#onStored(message, entry);
    this.#drop(entry.chat_id, entry.client_id);
  }

  #retryLater(entry, error) {
    const lane = this.#lane(entry.chat_id);
    lane.is_late = error.code === 'no_answer';
    for (const one of lane.entries) {
      if (one.state === 'pending') this.#change(one, { is_late: lane.is_late });
    }
    const backoffMs = Math.min(RETRY_CAP_MS, RETRY_BASE_MS * 2 ** Math.min(lane.tries, 3));
    const delayMs = error.retry_after_seconds ? error.retry_after_seconds * 1_000 : backoffMs;
    lane.tries += 1;
    lane.is_braked = error.code === 'rate_limited';
    lane.timer = setTimeout(() => {
      lane.is_braked = false;
      this.#wake(entry.chat_id);
    }, delayMs);
  }

  #wake(chat_id) {
    const lane = this.#lane(chat_id);
    if (lane.is_braked) return;
    clearTimeout(lane.timer);
    lane.timer = null;
    this.#pump(chat_id);
  }

  #change(entry, change) {
    const lane = this.#lane(entry.chat_id);
    if (!this.#find(entry.chat_id, entry.client_id)) return;
    const changed = { ...entry, ...change };
    lane.entries = lane.entries.map((one) => (one.client_id === entry.client_id ? changed : one));
    shelve(changed);
    this.#changed(entry.chat_id);
  }

  #drop(chat_id, client_id) {
    const lane = this.#lane(chat_id);
    lane.entries = lane.entries.filter((entry) => entry.client_id !== client_id);
    forget(shelf({ chat_id, client_id }));
    this.#changed(chat_id);
  }

  #find(chat_id, client_id) {
    return this.#lane(chat_id).entries.find((entry) => entry.client_id === client_id);
  }

  #lane(chat_id) {
    if (!this.#lanes.has(chat_id)) {
      this.#lanes.set(chat_id, {
        entries: [], is_busy: false, is_late: false, is_braked: false, timer: null, tries: 0,
        cannotStore: false,
      });
    }
    return this.#lanes.get(chat_id);
  }

  #changed(chat_id) {
    this.#onChange(chat_id, this.#lane(chat_id).entries);
  }
}

function byTime(one, other) {
  return one.created_at - other.created_at;
}

// randomUUID exists on https and loopback only; a desk tried out on a local network has neither.
function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const digits = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => (
    byte.toString(16).padStart(2, '0'))).join('');
  return digits.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/u, '$1-$2-4$3-8$4-$5');
}

function shelf({ chat_id, client_id }) {
  return `${SHELF}${chat_id}:${client_id}`;
}

function shelve(entry) {
  keep(shelf(entry), entry);
}
