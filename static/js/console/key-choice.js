// Another key for a shortcut: which one was pressed, and what speaks against it (pure).
import { combosOf, isCharacter, SHORTCUTS } from './shortcuts.js';

const MODIFIERS = ['Control', 'Alt', 'Shift', 'Meta', 'AltGraph', 'CapsLock', 'Dead', 'Process'];
// They move the focus, press buttons and close what is open; a plus sign joins the keys here.
const NEEDED = ['Tab', 'Enter', ' ', 'Escape', 'Backspace', 'Delete', '+'];
const MOVES = ['ArrowDown', 'ArrowUp', 'ArrowLeft', 'ArrowRight', 'Home', 'End'];

/** May an agent choose the key of this shortcut? */
export const isChangeable = ({ id, by }) => !by && id !== 'leave_field';

/** The key press as `shortcuts.js` writes it ("Shift+A"), or null when no key came with it yet. */
export function comboOf(event) {
  if (MODIFIERS.includes(event.key)) return null;
  const key = nameOf(event);
  const isSign = key.length === 1 && !/[A-Z0-9.]/.test(key);
  const parts = [
    (event.ctrlKey || event.metaKey) && 'Ctrl',
    event.altKey && 'Alt',
    // A sign is where the layout puts it.
    event.shiftKey && !isSign && 'Shift',
    key,
  ];
  return parts.filter(Boolean).join('+');
}

/**
 * Why this key can't be the one of this shortcut: `{reason: 'needed'|'typed'|'taken', by}`, or null.
 * `by` is the id of the shortcut that has it.
 */
export function objectionTo(combo, shortcut) {
  const key = combo.split('+').at(-1) || '+';
  const isBare = !combo.includes('Ctrl+') && !combo.includes('Alt+');
  if (NEEDED.includes(key) || (isBare && MOVES.includes(key))) return { reason: 'needed' };
  if (shortcut.everywhere && isCharacter(combo)) return { reason: 'typed' };
  const other = SHORTCUTS.find((one) => one !== shortcut && meets(one, shortcut)
    && combosOf(one).includes(combo));
  return other ? { reason: 'taken', by: other.id } : null;
}

// The message field's own keys and those that work outside of text fields never meet.
function meets(one, other) {
  return one.area !== 'field' || other.everywhere || one.everywhere;
}

function nameOf({ key, code, altKey }) {
  const typed = /^(?:Key|Digit)(.)$/.exec(code ?? '');
  if (altKey && typed) return typed[1];
  if (code === 'Period') return '.';
  return key.length === 1 ? key.toUpperCase() : key;
}
