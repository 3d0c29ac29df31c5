import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ticketTitle } from '../../../static/js/console/ticket-title.js';

test('a title begins with the language and goes on with the first sentence', () => {
  const question = 'My cart becomes empty when I use points. It happened three times.';
  assert.equal(
    ticketTitle('English', question),
    'English - My cart becomes empty when I use points',
  );
});

test('a version number does not end the first sentence', () => {
  assert.equal(
    ticketTitle('English', 'Safari 18.1 shows error 4102\nPlease help'),
    'English - Safari 18.1 shows error 4102',
  );
});

test('a long question is cut between two words and never inside a character', () => {
  const title = ticketTitle('English', 'word '.repeat(40));
  assert.ok(title.endsWith('word…'));
  assert.ok(Array.from(title).length <= 120);
  assert.equal(ticketTitle('English', '😀'.repeat(80)), `English - ${'😀'.repeat(60)}…`);
});
