// What is said about the place in the queue, and when (pure but for the timer of PlaceVoice).

export const STALE_AFTER_MS = 10_000;
const SAY_EVERY_MS = 15_000;

/**
 * Has the place of somebody who waits got worse? It does only when somebody who was before them
 * has come back from a lost agent; it stays said until the place gets better again.
 */
export function hasMovedBack(known, chat, was) {
  if (known.state !== 'queued' || chat.state !== 'queued') return false;
  if (chat.position > known.position) return true;
  return was && chat.position === known.position;
}

/** Is what the page shows older than it should be? `lostAt` is null while there is a connection. */
export function isStale(lostAt, now) {
  return lostAt !== null && now - lostAt > STALE_AFTER_MS;
}

/** Is it time to offer a tech issue instead? At once when nobody of the team is there. */
export function isTicketOffered({ state, team_online, ticket_offered_at }, now) {
  return state === 'queued' && (!team_online || now >= Date.parse(ticket_offered_at));
}

/** Says the place to a screen reader, at most every 15 seconds, and the last one for certain. */
export class PlaceVoice {
  #say;
  #saidAt = -Infinity;
  #timer = null;

  /** @param {(position: number) => void} say */
  constructor(say) {
    this.#say = say;
  }

  tell(position) {
    this.stop();
    const rest = this.#saidAt + SAY_EVERY_MS - Date.now();
    if (rest <= 0) this.#speak(position);
    else this.#timer = setTimeout(() => this.#speak(position), rest);
  }

  /** Nothing more is to be said: the wait is over, or the visitor is next. */
  stop() {
    clearTimeout(this.#timer);
  }

  #speak(position) {
    this.#saidAt = Date.now();
    this.#say(position);
  }
}
