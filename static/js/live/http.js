// The same questions over HTTP, for networks that block WebSocket.
import { NO_ANSWER } from './answers.js';

const ASK_EVERY_MS = 3_000;
const PATIENCE_MS = 8_000;
const PAGE = 200;
const QUIET = Object.freeze({ ok: true });

/** Sends an act of the page that takes nothing but its token. Resolves as requests do. */
export function postForm(address, csrf_token) {
  return answerOf(address, { method: 'POST', body: new URLSearchParams({ csrf_token }) });
}

/** A visitor's chat over the JSON API, with the requests of the `/visitor` namespace. */
export class HttpDoor {
  #address;
  #round = null;

  /** Has the last request reached the server? */
  isReachable = false;

  /** @param {string} token of the chat */
  constructor(token) {
    this.#address = `/api/v1/chats/${encodeURIComponent(token)}`;
  }

  get isOpen() {
    return this.#round !== null;
  }

  /**
   * Calls `ask()`, which must make a request, now and every 3 seconds until `close`. Closes by
   * itself when the server cannot be reached: then the connection's own back-off sets the pace.
   */
  open(ask) {
    if (this.isOpen) return;
    this.#round = {};
    this.#turn(this.#round, ask);
  }

  close() {
    this.#round = null;
    this.isReachable = false;
  }

  async #turn(round, ask) {
    await ask();
    if (this.#round !== round) return;
    if (this.isReachable) setTimeout(() => this.#next(round, ask), ASK_EVERY_MS);
    else this.close();
  }

  #next(round, ask) {
    if (this.#round === round) this.#turn(round, ask);
  }

  /** Resolves to an acknowledgement, as `Connection.request` does. Never rejects. */
  request(event, payload) {
    switch (event) {
      case 'sync': return this.#sync(payload);
      case 'send_message': return this.#post('messages', payload);
      case 'leave': return this.#post('leave', payload);
      case 'rate': return this.#post('rating', payload);
      case 'mark_read': return this.#post('read', payload);
      default: return Promise.resolve(QUIET); // typing and delivery marks have no address here
    }
  }

  // Only what comes after a place can be asked for: earlier messages are those of one page further.
  async #sync({ after_seq, before_seq }) {
    if (before_seq === undefined) return this.#ask(`?after_seq=${after_seq}`, {});
    const answer = await this.#ask(`?after_seq=${Math.max(0, before_seq - 1 - PAGE)}`, {});
    if (!answer.ok) return answer;
    return { ...answer, messages: answer.messages.filter(({ seq }) => seq < before_seq) };
  }

  #post(action, payload) {
    return this.#ask(`/${action}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(payload),
    });
  }

  async #ask(path, options) {
    const answer = await answerOf(this.#address + path, options);
    this.isReachable = answer !== NO_ANSWER;
    return answer;
  }
}

/** `{ok: true, …}` or `{ok: false, error}`, as over the live connection. Never rejects. */
export async function answerOf(url, options) {
  try {
    const response = await fetch(url, { ...options, signal: AbortSignal.timeout(PATIENCE_MS) });
    const answer = response.status === 204 ? {} : await response.json();
    if (response.ok) return { ...answer, ok: true };
    return answer.error ? { ok: false, error: answer.error } : NO_ANSWER;
  } catch {
    // No network, no answer in time, or a proxy's page instead of JSON: all of it may pass.
    return NO_ANSWER;
  }
}
