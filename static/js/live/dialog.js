// A dialog over the page: native, so that focus stays inside and returns to where it was.
import { useEffect, useId, useRef } from 'preact/hooks';

import { html } from './html.js';
import { Icon } from './icons.js';
import { words } from './words.js';

/**
 * Opens when it is drawn; `onClose` must take it out of the page again.
 *
 * @param {object} props
 * @param {string} props.title
 * @param {string} [props.lead] a sentence below the title
 * @param {() => void} props.onClose after Esc, the close button or a button of the foot
 * @param {*} [props.children] the body
 * @param {*} [props.foot] the buttons
 * @param {string} [props.size] 'dialog--narrow' or 'dialog--wide'
 */
export function Dialog({ title, lead, onClose, children, foot, size = 'dialog--narrow' }) {
  const element = useRef(null);
  const id = useId();
  useEffect(() => {
    element.current.showModal();
    return () => element.current?.close();
  }, []);
  return html`<dialog class=${`dialog ${size}`} ref=${element} aria-labelledby=${id}
    onClose=${onClose}>
    <div class="dialog__head"><div><h2 id=${id}>${title}</h2>${lead && html`<p>${lead}</p>`}</div>
      <button class="iconbtn" type="button" aria-label=${words.close} onClick=${onClose}
        ><${Icon} name="x" /></button></div>
    ${children ? html`<div class="dialog__body">${children}</div>` : html`<div></div>`}
    ${foot && html`<div class="dialog__foot">${foot}</div>`}
  </dialog>`;
}
