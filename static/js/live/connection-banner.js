// The banner that says whether messages get through and are stored: nothing when they are.
import { useEffect, useRef, useState } from 'preact/hooks';

import { say, warn } from './announce.js';
import { html } from './html.js';
import { Icon } from './icons.js';
import { sentenceOf, words } from './words.js';

const LOST_AFTER_MS = 2_000;
const BACK_FOR_MS = 4_000;

/**
 * @param {object} props
 * @param {import('./connection.js').Connection} props.connection
 * @param {number} props.waitingCount messages that wait to be sent
 * @param {boolean} props.cannotStore does the server answer, but has no room for messages?
 * @param {boolean} [props.isBridged] does another way (HTTP) carry the page meanwhile?
 */
export function ConnectionBanner({
  connection, waitingCount, cannotStore, isBridged = false,
}) {
  const { name, since, retryAt } = connection.status.value;
  const isDown = name !== 'connected' && !isBridged;
  const now = useSeconds(isDown);
  const isLost = isDown && now - since >= LOST_AFTER_MS;
  const back = useReturn({ isLost, isDown, waitingCount });
  const refusal = connection.refusal.value;
  if (refusal) {
    return html`<${Banner} tone="danger" icon="circle-alert">${sentenceOf(refusal)}<//>`;
  }
  if (isLost) {
    return html`<${Lost} connection=${connection} retryAt=${retryAt} now=${now}
      waitingCount=${waitingCount} />`;
  }
  if (cannotStore) return html`<${NotStored} waitingCount=${waitingCount} />`;
  return back && html`<${Banner} tone="back" icon="wifi">${back}<//>`;
}

function Banner({ tone, icon, action, children }) {
  return html`<section class=${`banner banner--${tone}`} aria-label=${words.connection}>
    <${Icon} name=${icon} cls="icon--sm" /><span>${children}</span>${action}</section>`;
}

function Lost({ connection, retryAt, now, waitingCount }) {
  const seconds = retryAt === null ? 0 : Math.ceil((retryAt - now) / 1_000);
  const action = html`<button class="btn btn--xs" type="button"
    onClick=${() => connection.tryNow()}>${words.tryNow}</button>`;
  return html`<${Banner} tone="offline" icon="wifi-off" action=${action}
    >${navigator.onLine ? words.lost(seconds) : words.offline} ${words.stillHere(waitingCount)}<//>`;
}

function NotStored({ waitingCount }) {
  useEffect(() => warn(words.notStored), []);
  return html`<${Banner} tone="offline" icon="circle-alert"
    >${words.notStored} ${words.stillHere(waitingCount)}<//>`;
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
