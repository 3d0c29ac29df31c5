// "… is typing": how often it is told, and how long it is believed.
import { signal } from '@preact/signals';

const TELL_EVERY_MS = 3_000;
const IDLE_AFTER_MS = 5_000;
const BELIEVE_FOR_MS = 6_000;

/** Tells the other side that we type, at most every 3 s, and that we stopped after 5 s of rest. */
export class TypingTeller {
  #tell;
  #toldAt = 0;
  #idleTimer = null;

  /** @param {(is_typing: boolean) => void} tell */
  constructor(tell) {
    this.#tell = tell;
  }

  /** The text has changed. */
  changed(text) {
    if (text.trim() === '') this.stop();
    else {
      clearTimeout(this.#idleTimer);
      this.#idleTimer = setTimeout(() => this.stop(), IDLE_AFTER_MS);
      if (Date.now() - this.#toldAt >= TELL_EVERY_MS) this.#say(true);
    }
  }

  /** Sent, emptied or left. */
  stop() {
    clearTimeout(this.#idleTimer);
    if (this.#toldAt > 0) this.#say(false);
  }

  #say(is_typing) {
    this.#toldAt = is_typing ? Date.now() : 0;
    this.#tell(is_typing);
  }
}

/** Who types now, as a signal of names; each is believed for 6 s. */
export class TypingList {
  #timers = new Map();

  names = signal([]);

  /** @param {{name: string|null}} author @param {boolean} is_typing */
  hear(author, is_typing) {
    const name = author.name ?? '';
    clearTimeout(this.#timers.get(name));
    const others = this.names.value.filter((one) => one !== name);
    this.names.value = is_typing ? [...others, name] : others;
    if (is_typing) {
      this.#timers.set(name, setTimeout(() => this.hear(author, false), BELIEVE_FOR_MS));
    }
  }
}
