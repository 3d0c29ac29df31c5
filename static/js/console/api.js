// The console's JSON that is not live, under /console/api.
import { answerOf } from '../live/http.js';

/** Every request resolves to `{ok: true, …}` or `{ok: false, error}`, as those of the socket do. */
export class Api {
  #csrfToken;

  constructor(csrf_token) {
    this.#csrfToken = csrf_token;
  }

  get(path) {
    return answerOf(`/console/api${path}`, {});
  }

  post(path, body) {
    return this.#send('POST', path, body);
  }

  /** `keepalive` lets it arrive although the page goes away. */
  put(path, body, { keepalive = false } = {}) {
    return this.#send('PUT', path, body, { keepalive });
  }

  delete(path) {
    return this.#send('DELETE', path);
  }

  #send(method, path, body, more = {}) {
    return answerOf(`/console/api${path}`, {
      ...more,
      method,
      headers: { 'Content-Type': 'application/json', 'X-CSRFToken': this.#csrfToken },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  }
}
