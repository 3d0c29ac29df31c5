// What holds a message back before it is sent: once, or until its text is changed.
import { useState } from 'preact/hooks';

import { html } from './html.js';
import { Icon } from './icons.js';

/**
 * A hold is `{key, icon, text, isFinal, again}`: whoever sends the same text once more passes it,
 * unless it is final; `again` is the label of a button that does so.
 *
 * Returns `{held, mayPass}`: the hold to show or null, and `mayPass(holds)`, which a sender asks.
 */
export function useHolding(text) {
  const [last, setLast] = useState(null);
  const isSame = last?.text === text;
  const mayPass = (holds) => {
    const seen = isSame ? last.seen : [];
    const hold = holds.find((one) => one.isFinal || !seen.includes(one.key)) ?? null;
    setLast(hold && { text, hold, seen: [...seen, hold.key] });
    return hold === null;
  };
  return { held: isSame ? last.hold : null, mayPass };
}

export function Held({ hold }) {
  return html`<div class="callout callout--attention composer__warning" role="alert">
    <${Icon} name=${hold.icon} />
    <div class="callout__body"><p dir="auto">${hold.text}</p></div>
    ${hold.again && html`<button class="btn btn--sm" type="submit">${hold.again}</button>`}</div>`;
}
