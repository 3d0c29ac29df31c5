// The live connection of a page: opens it, brings it back, asks over it.
import { signal } from '@preact/signals';
import { io } from 'socket.io-client';

import { NO_ANSWER } from './answers.js';
import { retryDelay } from './backoff.js';

const ANSWER_TIMEOUT_MS = 5_000;
const TRY_TIMEOUT_MS = 8_000;
const STABLE_AFTER_MS = 10_000;
// A refusal with one of these may be lifted; after any other one trying again is pointless.
const PASSING = new Set(['unavailable', 'rate_limited']);

/**
 * One namespace over one socket, with our own schedule of retries.
 *
 * `status`   {name: 'connected'|'connecting'|'offline', since, retryAt}; `since` is when the
 *            connection came or was lost (ms), `retryAt` when the next try is due or null
 * `failures` tries in a row that did not even reach the server (3 of them: fall back to HTTP)
 * `refusal`  the server's error when it refused for good, such as {code: 'forbidden', message}
 */
export class Connection {
  #socket;
  #phase = 'resting'; // 'trying' and 'connected' are the others
  #attempt = 0;
  #timer = null;
  #advisedDelayMs = 0;
  #wanted = false;

  status = signal({ name: 'connecting', since: Date.now(), retryAt: null });
  failures = signal(0);
  refusal = signal(null);

  /**
   * @param {object} options
   * @param {string} options.namespace '/visitor' or '/agent'
   * @param {object} [options.auth] sent with each connect, such as {token}
   */
  constructor({ namespace, auth = {} }) {
    this.#socket = io(namespace, {
      path: '/socket.io',
      transports: ['websocket'],
      auth,
      autoConnect: false,
      reconnection: false,
    });
    this.#listen();
  }

  get isConnected() {
    return this.#socket.connected;
  }

  open() {
    this.#wanted = true;
    this.tryNow();
  }

  /** Calls `hear(payload)` for each such event; register before `open`. */
  on(event, hear) {
    this.#socket.on(event, hear);
  }

  /** Calls `greet()` each time the connection comes, the first time included. */
  onConnected(greet) {
    this.#socket.on('connect', greet);
  }

  /**
   * Sends an event and resolves to its acknowledgement, `{ok: true, …}` or `{ok: false, error}`,
   * and to NO_ANSWER when there is no connection or nothing came within 5 seconds. Never rejects.
   */
  request(event, payload = {}) {
    if (!this.#socket.connected) return Promise.resolve(NO_ANSWER);
    return new Promise((resolve) => {
      this.#socket
        .timeout(ANSWER_TIMEOUT_MS)
        .emit(event, payload, (late, answer) => resolve(late ? NO_ANSWER : answer));
    });
  }

  /** Tries at once instead of at the time that was set. */
  tryNow() {
    if (!this.#wanted || this.#phase !== 'resting') return;
    this.#phase = 'trying';
    this.#show({ name: 'connecting', retryAt: null });
    // Socket.IO has no deadline of its own for a server that opens the socket and stays silent.
    this.#setTimer(() => this.#fail(new Error('timeout')), TRY_TIMEOUT_MS);
    this.#socket.connect();
  }

  /** Ends the connection for good. */
  close() {
    this.#wanted = false;
    this.#rest();
    this.#show({ name: 'offline', since: Date.now(), retryAt: null });
  }

  #listen() {
    this.#socket.on('connect', () => this.#greet());
    this.#socket.on('disconnect', () => this.#lose());
    this.#socket.on('connect_error', (error) => this.#fail(error));
    this.#socket.on('server_restarting', ({ delay_seconds }) => {
      this.#advisedDelayMs = delay_seconds * 1_000;
    });
    addEventListener('online', () => this.tryNow());
    addEventListener('pageshow', () => this.tryNow());
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') this.tryNow();
    });
  }

  #greet() {
    this.#phase = 'connected';
    this.#advisedDelayMs = 0;
    this.failures.value = 0;
    this.#show({ name: 'connected', since: Date.now(), retryAt: null });
    // A connection that breaks within seconds must not start the back-off from zero each time.
    this.#setTimer(() => { this.#attempt = 0; }, STABLE_AFTER_MS);
  }

  #lose() {
    if (this.#phase !== 'connected') return;
    this.#show({ since: Date.now() });
    this.#scheduleTry();
  }

  #fail(error) {
    if (this.#phase !== 'trying') return;
    const refusal = error.data;
    if (refusal?.code && !PASSING.has(refusal.code)) {
      this.close();
      this.refusal.value = refusal;
    } else {
      if (!refusal && navigator.onLine) this.failures.value += 1;
      this.#advisedDelayMs = (refusal?.retry_after_seconds ?? 0) * 1_000;
      this.#scheduleTry();
    }
  }

  #scheduleTry() {
    this.#rest();
    const lostForMs = Date.now() - this.status.value.since;
    const delayMs = this.#advisedDelayMs + retryDelay({ attempt: this.#attempt, lostForMs });
    this.#attempt += 1;
    this.#advisedDelayMs = 0;
    this.#show({ name: 'offline', retryAt: Date.now() + delayMs });
    this.#setTimer(() => this.tryNow(), delayMs);
  }

  #rest() {
    this.#phase = 'resting';
    clearTimeout(this.#timer);
    this.#socket.disconnect();
  }

  #show(change) {
    this.status.value = { ...this.status.value, ...change };
  }

  #setTimer(act, delayMs) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(act, delayMs);
  }
}
