// Results of acts, shown for a while at the edge of the screen.
import { signal } from '@preact/signals';

const SHOWN_MS = 6_000;

/** A toast is `{id, text, isError, action: {label, run} | {label, href} | null}`. */
export class Toasts {
  #nextId = 1;
  #timers = new Map();

  shown = signal([]);

  say(text, action = null) {
    this.#show({ text, action, isError: false });
  }

  /** What failed and what to do; never the only place of a text that somebody wrote. */
  warn(text, action = null) {
    this.#show({ text, action, isError: true });
  }

  /** Nobody reads that fast: the time starts anew when pointer and focus have left. */
  pause() {
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }

  resume() {
    for (const { id } of this.shown.value) this.#startTimer(id);
  }

  close(id) {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
    this.shown.value = this.shown.value.filter((toast) => toast.id !== id);
  }

  #show(toast) {
    const id = this.#nextId++;
    this.shown.value = [...this.shown.value, { id, ...toast }];
    this.#startTimer(id);
  }

  #startTimer(id) {
    clearTimeout(this.#timers.get(id));
    this.#timers.set(id, setTimeout(() => this.close(id), SHOWN_MS));
  }
}
