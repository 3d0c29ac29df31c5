// The second hand: one timer for all waits on the screen.
import { signal } from '@preact/signals';

import { serverNow } from '../live/server-clock.js';

/** Now by the server's clock, in milliseconds, renewed each second. */
export const tick = signal(serverNow());

export function startTicking() {
  setInterval(() => {
    tick.value = serverNow();
  }, 1_000);
}
