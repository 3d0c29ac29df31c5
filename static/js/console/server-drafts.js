// Drafts on the server: what is typed here is there in every browser of this agent.
import { draftOf, draftKeys, onDraft, writeDraft } from '../live/drafts.js';
import { forget, keep, recall } from '../live/keep.js';

const STORED = 'livedesk:draft-stored:';
const AFTER_MS = 800;
const AGAIN_MS = 5_000;
const LOOK_EVERY_MS = 10_000;
// After these the same may be sent again; any other refusal is the last word.
const PASSING = ['no_answer', 'unavailable', 'rate_limited'];
const KEY = /^(.+):(text|note)$/;

/**
 * What the server was last known to hold of each draft is kept on the device, so that on meeting
 * again it is told who has gone on: the server where nothing was typed here since, else this page.
 */
export class ServerDrafts {
  #api;
  #timers = new Map();
  #sending = new Set();
  #lookedAt = 0;

  constructor(api) {
    this.#api = api;
  }

  /**
   * @param {{chat_id: string, kind: string, text: string}[]} drafts that the page came with
   * @param {(chat_id: string) => boolean} isHeld what stands in the field of a chat that has gone
   *   is there to be copied, although the server has let go of it
   */
  start(drafts, isHeld) {
    this.#meet(drafts, () => true);
    onDraft((key) => this.#soon(key, AFTER_MS));
    addEventListener('focus', () => this.#look(isHeld));
    addEventListener('pagehide', () => this.#sendAllNow());
  }

  // Somebody who comes back from another browser finds what was typed there.
  async #look(isHeld) {
    if (Date.now() - this.#lookedAt < LOOK_EVERY_MS) return;
    this.#lookedAt = Date.now();
    const answer = await this.#api.get('/drafts');
    if (answer.ok) this.#meet(answer.drafts, isHeld);
  }

  #meet(drafts, mayClear) {
    const there = new Map(drafts.map(({ chat_id, kind, text }) => [`${chat_id}:${kind}`, text]));
    const keys = draftKeys().filter((key) => KEY.test(key) && mayClear(key.match(KEY)[1]));
    for (const key of new Set([...there.keys(), ...keys])) {
      if (!this.#isBusy(key)) this.#settle(key, there.get(key) ?? '');
    }
  }

  #settle(key, theirs) {
    const ours = draftOf(key).peek();
    if (ours === theirs) return this.#remember(key, ours);
    if (ours !== stored(key)) return this.#soon(key, 0);
    writeDraft(key, theirs);
    return this.#remember(key, theirs);
  }

  #isBusy(key) {
    return this.#timers.has(key) || this.#sending.has(key);
  }

  #soon(key, delayMs) {
    if (!KEY.test(key)) return;
    clearTimeout(this.#timers.get(key));
    this.#timers.set(key, setTimeout(() => this.#send(key), delayMs));
  }

  // One request per draft at a time, or an older text could arrive last.
  async #send(key) {
    this.#timers.delete(key);
    const text = draftOf(key).peek();
    if (this.#sending.has(key)) return this.#soon(key, AFTER_MS);
    if (text === stored(key)) return undefined;
    this.#sending.add(key);
    const answer = await this.#put(key, text);
    this.#sending.delete(key);
    if (answer.ok || !PASSING.includes(answer.error.code)) return this.#remember(key, text);
    return this.#soon(key, AGAIN_MS);
  }

  #put(key, text, options) {
    const [, chat_id, kind] = key.match(KEY);
    return this.#api.put(`/chats/${encodeURIComponent(chat_id)}/draft`, { kind, text }, options);
  }

  #sendAllNow() {
    for (const key of this.#timers.keys()) {
      clearTimeout(this.#timers.get(key));
      this.#put(key, draftOf(key).peek(), { keepalive: true });
    }
    this.#timers.clear();
  }

  #remember(key, text) {
    if (text === '') forget(STORED + key);
    else keep(STORED + key, text);
  }
}

function stored(key) {
  return recall(STORED + key) ?? '';
}
