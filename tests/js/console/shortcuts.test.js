import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  SHORTCUTS,
  ariaKeys,
  isSingleKey,
  keycaps,
  shortcutFor,
} from '../../../static/js/console/shortcuts.js';
import { keys } from '../../../static/js/console/words-dialogs.js';

const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
const press = (key, more = {}) => ({ ...none, key, code: `Key${key.toUpperCase()}`, ...more });
const free = { inField: false, singleKeys: true };
const typing = { inField: true, singleKeys: true };

test('single keys work outside text fields only, and can be switched off', () => {
  assert.equal(shortcutFor(press('c'), free).id, 'claim_next');
  assert.equal(shortcutFor(press('c'), typing), null);
  assert.equal(shortcutFor(press('c'), { inField: false, singleKeys: false }), null);
  assert.equal(shortcutFor(press('c', { ctrlKey: true }), free), null);
});

test('Ctrl K works everywhere, with the command key too', () => {
  assert.equal(shortcutFor(press('k', { ctrlKey: true }), typing).id, 'find');
  assert.equal(shortcutFor(press('k', { metaKey: true }), typing).id, 'find');
  assert.equal(shortcutFor(press('k'), free).id, 'convert');
});

test('Alt combinations go by the position of the key, since Option types letters', () => {
  assert.equal(
    shortcutFor(press('¨', { altKey: true, code: 'KeyU' }), typing).id,
    'longest_unanswered',
  );
  assert.equal(
    shortcutFor(press('ArrowDown', { altKey: true, code: 'ArrowDown' }), typing).id,
    'next_chat',
  );
});

test('Shift is part of the key', () => {
  assert.equal(shortcutFor(press('A', { shiftKey: true }), free).id, 'toggle_presence');
  assert.equal(shortcutFor(press('a'), free).id, 'attach');
  assert.equal(shortcutFor(press('C', { shiftKey: true }), free), null);
  assert.equal(shortcutFor(press('F6', { code: 'F6', shiftKey: true }), free).id, 'previous_area');
  assert.equal(shortcutFor(press('?', { code: 'Minus', shiftKey: true }), free).id, 'shortcuts');
});

test('undo leaves Ctrl Z to the text field', () => {
  assert.equal(shortcutFor(press('z', { ctrlKey: true }), typing), null);
  assert.equal(shortcutFor(press('z', { ctrlKey: true }), free).id, 'undo');
});

test('each key is in the sheet with words, once', () => {
  assert.deepEqual(Object.keys(keys.labels).sort(), SHORTCUTS.map(({ id }) => id).sort());
  const combos = SHORTCUTS.flatMap(({ area, combos: each }) =>
    each.map((combo) => `${area === 'field'} ${combo}`),
  );
  assert.equal(new Set(combos).size, combos.length);
});

test('keycaps and the accessible names of keys say the same keys', () => {
  assert.deepEqual(keycaps('Alt+ArrowDown'), ['Alt', '↓']);
  assert.deepEqual(keycaps('Ctrl+K', true), ['⌘', 'K']);
  assert.equal(ariaKeys('find'), 'Control+K');
  assert.ok(isSingleKey({ combos: ['Shift+A'] }));
  assert.ok(!isSingleKey({ combos: ['Ctrl+Z'] }));
});
