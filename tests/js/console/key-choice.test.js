import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';

import { comboOf, isChangeable, objectionTo } from '../../../static/js/console/key-choice.js';
import {
  ariaKeys, chosenKeys, combosOf, shortcutFor, SHORTCUTS,
} from '../../../static/js/console/shortcuts.js';

const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
const press = (key, more = {}) => ({ ...none, key, code: `Key${key.toUpperCase()}`, ...more });
const named = (id) => SHORTCUTS.find((one) => one.id === id);
const free = { inField: false, singleKeys: true };
const typing = { inField: true, singleKeys: true };

afterEach(() => { chosenKeys.value = {}; });

test('a press is written as the sheet writes it, and works when it is chosen', () => {
  const presses = {
    J: press('j'),
    'Shift+J': press('J', { shiftKey: true }),
    'Alt+J': press('∆', { altKey: true, code: 'KeyJ' }),
    'Alt+1': press('¡', { altKey: true, code: 'Digit1' }),
    'Ctrl+Shift+J': press('J', { ctrlKey: true, shiftKey: true }),
    '!': press('!', { shiftKey: true, code: 'Digit1' }),
    7: press('7', { code: 'Digit7' }),
    F8: press('F8', { code: 'F8' }),
    'Ctrl+Shift+.': press(':', { ctrlKey: true, shiftKey: true, code: 'Period' }),
  };
  for (const [combo, event] of Object.entries(presses)) {
    assert.equal(comboOf(event), combo);
    chosenKeys.value = { claim_next: combo, switch_mode: '' };
    assert.equal(shortcutFor(event, free)?.id, 'claim_next', combo);
  }
});

test('a modifier alone is no key yet', () => {
  assert.equal(comboOf(press('Shift', { shiftKey: true })), null);
  assert.equal(comboOf(press('Control', { ctrlKey: true })), null);
});

test('the key before does nothing any more, and an act may have none', () => {
  chosenKeys.value = { claim_next: 'J' };
  assert.equal(shortcutFor(press('c'), free), null);
  assert.equal(ariaKeys('claim_next'), 'J');
  chosenKeys.value = { claim_next: '' };
  assert.deepEqual(combosOf(named('claim_next')), []);
  assert.equal(ariaKeys('claim_next'), null);
});

test('keys that are taken, needed or typed are refused with the reason', () => {
  const claim = named('claim_next');
  assert.deepEqual(objectionTo('R', claim), { reason: 'taken', by: 'reply' });
  assert.deepEqual(objectionTo('Tab', claim), { reason: 'needed' });
  assert.deepEqual(objectionTo('ArrowUp', claim), { reason: 'needed' });
  assert.deepEqual(objectionTo('+', claim), { reason: 'needed' });
  assert.deepEqual(objectionTo('Q', named('find')), { reason: 'typed' });
  assert.deepEqual(objectionTo('Ctrl+Enter', named('find')), { reason: 'needed' });
  assert.equal(objectionTo('J', claim), null);
  assert.equal(objectionTo('Ctrl+J', named('find')), null);
  assert.equal(objectionTo('C', claim), null);
});

test('a key that somebody has given up is free', () => {
  chosenKeys.value = { reply: 'Q' };
  assert.equal(objectionTo('R', named('claim_next')), null);
  assert.deepEqual(objectionTo('Q', named('claim_next')), { reason: 'taken', by: 'reply' });
});

test('a chosen single key works outside of text fields only', () => {
  chosenKeys.value = { find: 'Ctrl+J', claim_next: 'J' };
  assert.equal(shortcutFor(press('j'), typing), null);
  assert.equal(shortcutFor(press('j', { ctrlKey: true }), typing).id, 'find');
});

test('what lists and the field do themselves is not changed', () => {
  const fixed = SHORTCUTS.filter((one) => !isChangeable(one)).map(({ id }) => id);
  assert.deepEqual(fixed, [
    'move_in_list', 'preview', 'send', 'new_line', 'replies_in_field', 'leave_field',
  ]);
});
