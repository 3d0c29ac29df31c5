// Of all tabs that want to, one does it: the browser's lock goes on to the next when a tab closes.
import { signal } from '@preact/signals-core';

export class OneTab {
  #name;
  #leave = null;

  /** Is it this tab? */
  isThis = signal(false);

  /** @param {string} name of what only one tab does */
  constructor(name) {
    this.#name = name;
  }

  /** Stand in line for it, or leave the line. */
  want(isWanted) {
    if (isWanted && !this.#leave) this.#stand();
    else if (!isWanted) this.#leave?.();
  }

  #stand() {
    const impatience = new AbortController();
    const left = new Promise((resolve) => {
      this.#leave = () => {
        this.#leave = null;
        this.isThis.value = false;
        impatience.abort();
        resolve();
      };
    });
    const turn = () => {
      this.isThis.value = true;
      return left;
    };
    // A desk that is tried out on a local network without https has no locks: each tab does it.
    if (!navigator.locks) turn();
    else navigator.locks.request(this.#name, { signal: impatience.signal }, turn).catch(unlessLeft);
  }
}

// Whoever leaves before their turn is told so by an error.
function unlessLeft(error) {
  if (error.name !== 'AbortError') throw error;
}
