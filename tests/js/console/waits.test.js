import assert from 'node:assert/strict';
import { test } from 'node:test';

import { secondsBetween, waitStep } from '../../../static/js/console/waits.js';

test('a wait is plain up to sixty per cent of the target, then near, then over', () => {
  assert.equal(waitStep(180, 300), 'plain');
  assert.equal(waitStep(181, 300), 'near');
  assert.equal(waitStep(300, 300), 'near');
  assert.equal(waitStep(301, 300), 'over');
});

test('nobody has waited less than nothing when the clocks differ', () => {
  assert.equal(secondsBetween(5000, 1000), 0);
  assert.equal(secondsBetween(1000, 62_999), 61);
});
