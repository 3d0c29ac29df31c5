// Desktop notifications: replaced, never stacked; a press on one leads to the chat.
import { signal } from '@preact/signals-core';

const hasThem = 'Notification' in globalThis;

export class Notices {
  #shown = new Map();

  /** 'default' until the agent has been asked, 'granted', 'denied', or 'missing'. */
  permission = signal(hasThem ? Notification.permission : 'missing');

  /** Asks the agent; only ever after a press. Resolves to whether they may be shown. */
  async ask() {
    if (hasThem) this.permission.value = await Notification.requestPermission();
    return this.permission.value === 'granted';
  }

  /** One for each `tag`; `lead()` is called when it is pressed. */
  show(tag, { title, body, lead }) {
    if (this.permission.peek() !== 'granted') return;
    const notice = made(title, { body, tag, icon: iconAddress() });
    if (!notice) return;
    this.#shown.set(tag, notice);
    notice.addEventListener('click', () => {
      globalThis.focus();
      notice.close();
      lead();
    });
  }

  close(tag) {
    this.#shown.get(tag)?.close();
    this.#shown.delete(tag);
  }
}

// On a phone only a service worker may show one, and the constructor throws.
function made(title, options) {
  try {
    return new Notification(title, options);
  } catch {
    return null;
  }
}

function iconAddress() {
  return document.querySelector('link[rel="icon"]')?.dataset.resting;
}
