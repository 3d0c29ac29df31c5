// The one list of the console's keys: the listener and the sheet behind `?` read it, and controls
// name their keys from it. `by` says who else acts on a key (a list, the message field); all the
// others are run by `keyboard.js`, and each agent may choose another key for them.
// `everywhere`: also while a text field has focus.
import { signal } from '@preact/signals-core';

export const SHORTCUTS = [
  { id: 'find', area: 'anywhere', combos: ['Ctrl+K'], everywhere: true },
  { id: 'next_area', area: 'anywhere', combos: ['F6'], everywhere: true },
  { id: 'previous_area', area: 'anywhere', combos: ['Shift+F6'], everywhere: true },
  { id: 'next_chat', area: 'anywhere', combos: ['Alt+ArrowDown'], everywhere: true },
  { id: 'previous_chat', area: 'anywhere', combos: ['Alt+ArrowUp'], everywhere: true },
  { id: 'longest_unanswered', area: 'anywhere', combos: ['Alt+U'], everywhere: true },
  { id: 'undo', area: 'anywhere', combos: ['Ctrl+Z'] },
  { id: 'shortcuts', area: 'anywhere', combos: ['?'] },
  { id: 'claim_next', area: 'queue', combos: ['C'] },
  { id: 'move_in_list', area: 'queue', combos: ['ArrowDown', 'ArrowUp'], by: 'list' },
  { id: 'preview', area: 'queue', combos: ['Enter'], by: 'list' },
  { id: 'toggle_presence', area: 'queue', combos: ['Shift+A'] },
  { id: 'reply', area: 'chat', combos: ['R'] },
  { id: 'note', area: 'chat', combos: ['N'] },
  { id: 'replies', area: 'chat', combos: ['/'] },
  { id: 'transfer', area: 'chat', combos: ['T'] },
  { id: 'convert', area: 'chat', combos: ['K'] },
  { id: 'redirect', area: 'chat', combos: ['L'] },
  { id: 'attach', area: 'chat', combos: ['A'] },
  { id: 'end', area: 'chat', combos: ['E'] },
  { id: 'panel', area: 'chat', combos: ['M'] },
  { id: 'split', area: 'chat', combos: ['S'] },
  { id: 'send', area: 'field', combos: ['Enter', 'Ctrl+Enter'], by: 'field' },
  { id: 'new_line', area: 'field', combos: ['Shift+Enter'], by: 'field' },
  { id: 'replies_in_field', area: 'field', combos: ['/'], by: 'field' },
  { id: 'switch_mode', area: 'field', combos: ['Ctrl+Shift+.'], everywhere: true },
  { id: 'leave_field', area: 'field', combos: ['Escape'], everywhere: true },
];

/** What this agent has chosen instead: id -> key as in `combos`, empty for none. */
export const chosenKeys = signal({});

/** The keys that work now. */
export function combosOf({ id, combos }) {
  const chosen = Object.hasOwn(chosenKeys.value, id) ? chosenKeys.value[id] : null;
  if (chosen === null) return combos;
  return chosen === '' ? [] : [chosen];
}

/** The shortcut that this key press asks for, or null. */
export function shortcutFor(event, { inField, singleKeys }) {
  const found = SHORTCUTS.find(
    (shortcut) => !shortcut.by && combosOf(shortcut).some((combo) => isPressed(combo, event)),
  );
  if (!found) return null;
  if (inField && !found.everywhere) return null;
  return isSingleKey(found) && !singleKeys ? null : found;
}

/** Character keys without Ctrl or Alt: those that a person may switch off (WCAG 2.1.4). */
export function isSingleKey(shortcut) {
  return combosOf(shortcut).some(isCharacter);
}

/** Does it type something in a text field? */
export function isCharacter(combo) {
  const { key, ctrl, alt } = parsed(combo);
  return key.length === 1 && !ctrl && !alt;
}

/** The keycaps of a combination, as the keys are labelled: ["Ctrl", "K"]. */
export function keycaps(combo, isMac = false) {
  return parts(combo).map((part) => (part === 'Ctrl' && isMac ? '⌘' : (CAPS[part] ?? part)));
}

/** The value of `aria-keyshortcuts` for the control that does the same. */
export function ariaKeys(id) {
  const combos = combosOf(SHORTCUTS.find((shortcut) => shortcut.id === id));
  return combos.map((combo) => combo.replace('Ctrl', 'Control')).join(' ') || null;
}

const CAPS = { ArrowDown: '↓', ArrowUp: '↑', Escape: 'Esc' };

function isPressed(combo, event) {
  const { key, ctrl, alt, shift } = parsed(combo);
  if (ctrl !== (event.ctrlKey || event.metaKey) || alt !== event.altKey) return false;
  // A sign such as "?" or "/" is where the layout puts it, with or without Shift.
  if (/^[^A-Z0-9.]$/.test(key)) return event.key === key;
  return shift === event.shiftKey && isSameKey(key, event, alt);
}

/** With Alt the position counts: Option types letters on a Mac. "." with Shift is another sign. */
function isSameKey(key, event, alt) {
  if (key === '.') return event.code === 'Period';
  if (key.length > 1) return event.key === key;
  if (alt) return event.code === `Key${key}` || event.code === `Digit${key}`;
  return event.key.toUpperCase() === key;
}

function parsed(combo) {
  const modifiers = parts(combo);
  const key = modifiers.pop();
  return {
    key,
    ctrl: modifiers.includes('Ctrl'),
    alt: modifiers.includes('Alt'),
    shift: modifiers.includes('Shift'),
  };
}

function parts(combo) {
  return combo.split('+');
}
