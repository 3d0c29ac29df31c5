// The second that passes: what is reckoned from it counts on by itself.
import { signal } from '@preact/signals';

import { serverNow } from '../live/server-clock.js';

/** Now by the server's clock, in milliseconds, renewed each second. */
export const tick = signal(serverNow());

export function startTicking() {
  setInterval(() => {
    tick.value = serverNow();
  }, 1_000);
}
