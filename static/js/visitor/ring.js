// The queue as rings: one for each person ahead, the visitor in the middle.
import { number } from '../live/format.js';
import { html } from '../live/html.js';
import { words } from './words.js';

const CENTRE = 150;
const INNER = 92;
const OUTER = 146;
const STEP = 34;
const MOST_RINGS = 4;
// Where on its ring each person sits, so that no two meet.
const DEGREES = [-45, 160, 40, 250];

/** @param {{position: number|null}} props */
export function Ring({ position }) {
  const rings = Math.min((position ?? 1) - 1, MOST_RINGS);
  const step = rings > 1 ? Math.min(STEP, (OUTER - INNER) / (rings - 1)) : 0;
  const places = Array.from({ length: rings }, (_, at) => placeOf(at, INNER + at * step));
  return html`<div class="ring" aria-hidden="true">
    <svg viewBox="0 0 300 300">
      <circle class="ring__wave" cx=${CENTRE} cy=${CENTRE} r="146" />
      <circle class="ring__wave" cx=${CENTRE} cy=${CENTRE} r="146" />
      ${rings === 0 && html`
        <circle class="ring__line ring__line--next" cx=${CENTRE} cy=${CENTRE} r="84" />
        <circle class="ring__line" cx=${CENTRE} cy=${CENTRE} r="112" />`}
      ${places.map(({ radius }) => html`
        <circle class="ring__line" cx=${CENTRE} cy=${CENTRE} r=${radius} />`)}
      ${places.map(({ x, y }, at) => html`
        <circle class="ring__ahead" cx=${x} cy=${y} r="13" /><text x=${x} y=${y}>${at + 1}</text>`)}
    </svg>
    <div class="ring__core"><b>${position === null ? '–' : number(position)}</b>
      <span>${position === 1 ? words.nextShort : words.inQueue}</span></div>
  </div>`;
}

function placeOf(at, radius) {
  const angle = (DEGREES[at] * Math.PI) / 180;
  return {
    radius,
    x: CENTRE + radius * Math.cos(angle),
    y: CENTRE + radius * Math.sin(angle),
  };
}
