// Lucide icons as SVG, from the nodes of the names in use.
import { h } from 'preact';

import { nodes } from './icon-nodes.js';

/**
 * One icon, always decoration: the words are beside it or in the control's label.
 *
 * @param {object} props
 * @param {string} props.name a Lucide name of the product's list
 * @param {string} [props.cls] further classes, such as 'icon--sm icon--flip'
 */
export function Icon({ name, cls = '' }) {
  const frame = {
    class: `icon ${cls}`.trim(), viewBox: '0 0 24 24', 'aria-hidden': 'true', focusable: 'false',
  };
  return h('svg', frame, nodes[name].map(([tag, attributes]) => h(tag, attributes)));
}
