// The same questions over HTTP, for networks that block WebSocket.
import { NO_ANSWER } from './answers.js';

const ASK_EVERY_MS = 3_000;
const PATIENCE_MS = 8_000;
const QUIET = Object.freeze({ ok: true });

/** A visitor's chat over the JSON API, with the requests of the `/visitor` namespace. */
export class HttpDoor {
  #address;
  #timer = null;

  /** Has the last request reached the server? */
  isReachable = false;

  /** @param {string} token of the chat */
  constructor(token) {
    this.#address = `/api/v1/chats/${encodeURIComponent(token)}`;
  }

  get isOpen() {
    return this.#timer !== null;
  }

  /** Calls `ask()` now and every 3 seconds until `close`. */
  open(ask) {
    if (this.isOpen) return;
    this.#timer = setInterval(ask, ASK_EVERY_MS);
    ask();
  }

  close() {
    clearInterval(this.#timer);
    this.#timer = null;
    this.isReachable = false;
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

  #sync({ after_seq }) {
    // Only newer messages can be asked for; earlier ones wait for the live connection.
    if (after_seq === undefined) return Promise.resolve(NO_ANSWER);
    return this.#ask(`?after_seq=${after_seq}`, {});
  }

  #post(action, payload) {
    return this.#ask(`/${action}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(payload),
    });
  }

  async #ask(path, options) {
    const answer = await this.#fetch(this.#address + path, options);
    this.isReachable = answer !== NO_ANSWER;
    return answer;
  }

  async #fetch(url, options) {
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
}
