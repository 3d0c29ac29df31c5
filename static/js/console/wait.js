// A wait that counts on: plain, near its target with a clock, over it with an alert.
import { stopwatch } from '../live/format.js';
import { html } from '../live/html.js';
import { Icon } from '../live/icons.js';
import { secondsBetween, waitStep } from './needs.js';
import { tick } from './tick.js';
import { queue as words } from './words.js';

const LOOKS = {
  plain: { cls: 'wait', icon: null, lead: '' },
  near: { cls: 'wait wait--near', icon: 'clock', lead: words.near },
  over: { cls: 'wait wait--over', icon: 'circle-alert', lead: words.over },
};

/**
 * @param {object} props
 * @param {number} props.since in milliseconds
 * @param {number} props.target in seconds
 * @param {string} [props.lead] hidden words before the figure
 */
export function Wait({ since, target, lead = '' }) {
  const seconds = secondsBetween(since, tick.value);
  const look = LOOKS[waitStep(seconds, target)];
  return html`<span class=${look.cls}>
    ${look.icon && html`<${Icon} name=${look.icon} />`}
    <span class="vh">${lead}${look.lead}</span>${stopwatch(seconds)}</span>`;
}
