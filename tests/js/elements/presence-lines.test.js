import assert from 'node:assert/strict';
import { test } from 'node:test';

import { presenceLines } from '../../../static/js/elements/presence-lines.js';

const ana = { id: 'a', name: 'Ana', is_writing: false };
const bea = { id: 'b', name: 'Bea', is_writing: true };
const sam = { id: 's', name: 'Sam', is_writing: false };
const ida = { id: 'i', name: 'Ida', is_writing: false };

test('whoever is alone reads nothing of themselves', () => {
  assert.deepEqual(presenceLines([ana], 'a'), []);
});

test('who writes stands before who looks', () => {
  assert.deepEqual(presenceLines([ana, bea, sam, ida], 'a'), [
    'Bea is writing in this ticket',
    'Sam and Ida are looking at this ticket',
  ]);
});
