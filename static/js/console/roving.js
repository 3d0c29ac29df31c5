// A list that is one tab stop: arrow keys, Home and End move inside it.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/**
 * Returns `{list, item}`: props for the list's element and, by id, for what takes focus in a row.
 * When the focused row disappears, the focus goes to the row in its place, else to `fallback`.
 *
 * @param {string[]} ids of the rows, in order
 * @param {{current: HTMLElement|null}} fallback such as the list's heading
 */
export function useRoving(ids, fallback) {
  const box = useRef(null);
  const held = useRef(null);
  const [chosen, choose] = useState(null);
  const stop = ids.includes(chosen) ? chosen : ids[0];
  useLayoutEffect(() => rescue(box.current, held, ids, fallback.current), [ids.join()]);
  return {
    list: {
      ref: box,
      onKeyDown: (event) => walk(event, box.current),
      onFocusIn: (event) => {
        const id = event.target.closest('[data-row]')?.dataset.row;
        held.current = id === undefined ? null : { id, index: ids.indexOf(id) };
        if (id !== undefined) choose(id);
      },
      // A row that is taken away loses the focus too, and `rescue` must still know of it.
      onFocusOut: (event) => event.relatedTarget && release(held, box.current, event),
    },
    item: (id) => ({ 'data-row': id, tabIndex: id === stop ? 0 : -1 }),
  };
}

function release(held, box, event) {
  if (!box.contains(event.relatedTarget)) held.current = null;
}

function rescue(box, held, ids, fallback) {
  const isLost = held.current && !ids.includes(held.current.id);
  const hasNobody = document.activeElement === document.body || !document.activeElement;
  if (!isLost || !hasNobody) return;
  const next = rowsIn(box)[Math.min(held.current.index, ids.length - 1)];
  (next ?? fallback)?.focus();
}

function walk(event, box) {
  const rows = rowsIn(box);
  const here = rows.indexOf(document.activeElement);
  const to = target(event, here, rows.length);
  if (here === -1 || to === null) return;
  event.preventDefault();
  rows[to].focus();
}

function target(event, here, count) {
  if (event.altKey || event.ctrlKey || event.metaKey) return null;
  switch (event.key) {
    case 'ArrowDown': return Math.min(here + 1, count - 1);
    case 'ArrowUp': return Math.max(here - 1, 0);
    case 'Home': return 0;
    case 'End': return count - 1;
    default: return null;
  }
}

function rowsIn(box) {
  return [...box.querySelectorAll('[data-row]')];
}
