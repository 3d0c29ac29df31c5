// The banner that says how the connection is: nothing when it is fine.
import { useEffect, useRef, useState } from 'preact/hooks';

import { say, warn } from './announce.js';
import { html } from './html.js';
import { Icon } from './icons.js';
import { words } from './words.js';

const LOST_AFTER_MS = 2_000;
const BACK_FOR_MS = 4_000;

/**
 * @param {object} props
 * @param {import('./connection.js').Connection} props.connection
 * @param {number} props.waitingCount messages that wait to be sent
 * @param {boolean} [props.isBridged] does another way (HTTP) carry the page meanwhile?
 */
export function ConnectionBanner({ connection, waitingCount, isBridged = false }) {
  const { name, since, retryAt } = connection.status.value;
  const isDown = name !== 'connected' && !isBridged;
  const now = useSeconds(isDown);
  const isLost = isDown && now - since >= LOST_AFTER_MS;
  const back = useReturn({ isLost, isDown, waitingCount });
  if (connection.refusal.value) return html`<${Refused} refusal=${connection.refusal.value} />`;
  if (isLost) return html`<${Lost} connection=${connection} retryAt=${retryAt} now=${now} />`;
  return back && html`<div class="banner banner--back"><${Icon} name="wifi" cls="icon--sm" />
    <span>${back}</span></div>`;
}

function Lost({ connection, retryAt, now }) {
  const seconds = retryAt === null ? 0 : Math.ceil((retryAt - now) / 1_000);
  return html`<div class="banner banner--offline"><${Icon} name="wifi-off" cls="icon--sm" />
    <span>${navigator.onLine ? words.lost(seconds) : words.offline}</span>
    <button class="btn btn--xs" type="button" onClick=${() => connection.tryNow()}
      >${words.tryNow}</button></div>`;
}

function Refused({ refusal }) {
  return html`<div class="banner banner--danger"><${Icon} name="circle-alert" cls="icon--sm" />
    <span>${refusal.message}</span></div>`;
}

// Loss is an alert and the return a status, each said once; the seconds are never read out.
function useReturn({ isLost, isDown, waitingCount }) {
  const wasLost = useRef(false);
  const [back, setBack] = useState(null);
  useEffect(() => {
    if (isLost) {
      wasLost.current = true;
      setBack(null);
      warn(navigator.onLine ? words.lost(0) : words.offline);
    } else if (!isDown && wasLost.current) {
      wasLost.current = false;
      setBack(words.back(waitingCount));
      say(words.back(waitingCount));
    }
  }, [isLost, isDown]);
  useEffect(() => {
    const timer = back && setTimeout(() => setBack(null), BACK_FOR_MS);
    return () => clearTimeout(timer);
  }, [back]);
  return back;
}

function useSeconds(isRunning) {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    if (!isRunning) return undefined;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [isRunning]);
  return now;
}
