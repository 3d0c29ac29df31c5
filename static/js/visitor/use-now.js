// The server's time in a component that changes with it.
import { useEffect, useState } from 'preact/hooks';

import { serverNow } from '../live/server-clock.js';

const TICK_MS = 1_000;

/** Milliseconds, told anew every second. */
export function useNow() {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
