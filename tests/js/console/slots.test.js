import assert from 'node:assert/strict';
import { test } from 'node:test';

import { arranged } from '../../../static/js/console/slots.js';

const known = ['a', 'b', 'c'];
const at = (slots, now) => arranged(slots, { known, order: ['c', 'b'], before: null, ...now });

test('the next urgent chat joins the one that is open', () => {
  assert.deepEqual(at([null, null], { open: 'a' }), ['a', 'c']);
});

test('with nothing open nothing is shown', () => {
  assert.deepEqual(at([null, null], { open: null }), [null, null]);
});

test('a chat that is opened takes the place of the active one', () => {
  assert.deepEqual(at(['a', 'b'], { open: 'c', before: 'b' }), ['a', 'c']);
  assert.deepEqual(at(['a', 'b'], { open: 'c', before: 'a' }), ['c', 'b']);
});

test('a chat that stands there stays where it is', () => {
  const slots = ['a', 'b'];
  assert.equal(at(slots, { open: 'b', before: 'a' }), slots);
});

test('a second chat finds the empty place', () => {
  assert.deepEqual(at(['a', null], { open: 'b', before: 'a' }), ['a', 'b']);
  assert.deepEqual(at(['a', null], { open: 'a', order: ['a'] }), ['a', null]);
});

test('a dismissed chat leaves its place to the next of mine', () => {
  assert.deepEqual(at(['gone', 'b'], { open: null, before: 'gone' }), ['c', 'b']);
  assert.deepEqual(at(['gone', 'b'], { open: null, order: ['b'] }), [null, 'b']);
});
