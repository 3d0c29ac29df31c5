import assert from 'node:assert/strict';
import { test } from 'node:test';

import { SpokenSummary } from '../../../static/js/console/spoken-summary.js';
import { spoken } from '../../../static/js/console/words.js';

test('what happens within ten seconds is said in one line', (context) => {
  context.mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_000_000 });
  const said = [];
  const summary = new SpokenSummary((text) => said.push(text), spoken);
  summary.newMessage('Otto');
  summary.newMessage('Otto');
  context.mock.timers.tick(500);
  assert.deepEqual(said, ['Otto: 2 new messages.']);

  summary.newMessage('Otto');
  summary.queueGrew(4);
  context.mock.timers.tick(9_999);
  assert.equal(said.length, 1);
  context.mock.timers.tick(1);
  assert.equal(said[1], 'Otto: 1 new message. Queue: 4 waiting.');
});
