// The sign of a person: agents carry the bubble tip, members are round.
import { initials, tone } from './format.js';
import { html } from './html.js';

/**
 * @param {object} props
 * @param {string} props.name
 * @param {boolean} [props.isAgent]
 * @param {string} [props.cls] such as 'avatar--sm'
 * @param {''|'on'|'away'|'busy'|'off'} [props.presence] '' shows none
 */
export function Avatar({ name, isAgent = false, cls = '', presence = '' }) {
  const classes = ['avatar', isAgent && 'avatar--agent', cls].filter(Boolean).join(' ');
  const dot = presence === 'on' ? 'presence' : `presence presence--${presence}`;
  return html`<span class=${classes} data-tone=${tone(name)} aria-hidden="true">${initials(name)}
    ${presence && html`<span class=${dot}></span>`}</span>`;
}
