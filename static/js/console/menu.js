// A button that opens a menu: arrow keys inside it, Esc and a press elsewhere close it.
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

import { html } from '../live/html.js';

/**
 * @param {object} props
 * @param {string} props.label of the menu
 * @param {string} [props.cls] of the button
 * @param {object} [props.attributes] further ones of the button
 * @param {*} props.face what the button shows
 * @param {boolean} [props.atEnd] aligned with the button's end, for a button at the far side
 * @param {*} props.children `MenuItem`s
 */
export function Menu({ label, cls = 'iconbtn', attributes = {}, face, atEnd = false, children }) {
  const [isOpen, setOpen] = useState(false);
  const box = useRef(null);
  const close = () => setOpen(false);
  useCloseElsewhere(box, isOpen, close);
  const onKeyDown = (event) => {
    if (event.key === 'ArrowDown' && !isOpen) {
      event.preventDefault();
      setOpen(true);
    }
  };
  return html`<div class="menubox" ref=${box}>
    <button class=${cls} type="button" aria-haspopup="menu" aria-expanded=${isOpen}
      onClick=${() => setOpen(!isOpen)} onKeyDown=${onKeyDown} ...${attributes}>${face}</button>
    ${isOpen && html`<${Items} label=${label} atEnd=${atEnd} box=${box} close=${close}>
      ${children}</${Items}>`}
  </div>`;
}

/** `isChecked` true or false makes it one of a set of which one is chosen. */
export function MenuItem({ onChoose, isChecked, keys, children }) {
  const role = isChecked === undefined ? 'menuitem' : 'menuitemradio';
  return html`<button class="menu__item" type="button" role=${role} aria-checked=${isChecked}
    aria-keyshortcuts=${keys} tabindex="-1" onClick=${onChoose}>${children}</button>`;
}

function Items({ label, atEnd, box, close, children }) {
  const menu = useRef(null);
  useLayoutEffect(() => {
    const items = itemsIn(menu.current);
    (items.find((item) => item.ariaChecked === 'true') ?? items[0])?.focus();
  }, []);
  const closeToButton = () => {
    box.current.querySelector('button').focus();
    close();
  };
  const onKeyDown = (event) => {
    if (event.key === 'Escape') closeToButton();
    else if (event.key === 'Tab') close();
    else walk(event, menu.current);
    if (event.key === 'Escape') event.preventDefault();
  };
  return html`<div class=${atEnd ? 'menu menubox__menu menubox__menu--end' : 'menu menubox__menu'}
    role="menu" aria-label=${label} ref=${menu} onKeyDown=${onKeyDown} onClick=${closeToButton}>
    ${children}</div>`;
}

function walk(event, menu) {
  const items = itemsIn(menu);
  const here = items.indexOf(document.activeElement);
  const steps = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: items.length - 1 };
  if (!(event.key in steps)) return;
  event.preventDefault();
  items.at(steps[event.key] % items.length).focus();
}

function itemsIn(menu) {
  return [...menu.querySelectorAll('[role^="menuitem"]')];
}

function useCloseElsewhere(box, isOpen, close) {
  useEffect(() => {
    if (!isOpen) return undefined;
    const look = (event) => {
      if (!box.current.contains(event.target)) close();
    };
    addEventListener('pointerdown', look);
    return () => removeEventListener('pointerdown', look);
  }, [isOpen]);
}
