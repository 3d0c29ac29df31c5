import assert from 'node:assert/strict';
import { test } from 'node:test';

import { words } from '../../../static/js/visitor/words.js';

test('an expected wait is a range where it is uncertain', () => {
  assert.equal(words.wait(200, 400), 'About 4 to 7 minutes to go.');
  assert.equal(words.wait(200, 230), 'About 4 minutes to go.');
  assert.equal(words.wait(null, 230), 'About 4 minutes to go.');
  assert.equal(words.wait(null, 60), 'About 1 minute to go.');
  assert.equal(words.wait(0, 40), 'Less than a minute to go.');
});

test('the people ahead are counted', () => {
  assert.equal(words.ahead(1), 'One person is ahead of you.');
  assert.equal(words.ahead(12), '12 people are ahead of you.');
});

test('the held place is told in minutes', () => {
  assert.match(words.grace(120), /held for 2 minutes\.$/);
  assert.match(words.grace(30), /held for a short while\.$/);
});

test('the end says how long the chat was', () => {
  assert.equal(words.talked('Ana', 12), 'You talked with Ana for less than a minute.');
  assert.equal(words.talked('Ana', 61), 'You talked with Ana for 2 minutes.');
});
