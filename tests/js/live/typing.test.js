import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';

import { TypingTeller } from '../../../static/js/live/typing.js';

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_000_000 });
});

function teller() {
  const told = [];
  return { told, teller: new TypingTeller((is_typing) => told.push(is_typing)) };
}

test('typing is told at most every three seconds', () => {
  const { told, teller: maya } = teller();
  for (let key = 0; key < 40; key += 1) {
    maya.changed('some text');
    mock.timers.tick(100);
  }
  assert.deepEqual(told, [true, true]);
});

test('five seconds of rest are told once', () => {
  const { told, teller: maya } = teller();
  maya.changed('some text');
  mock.timers.tick(5_000);
  mock.timers.tick(60_000);
  assert.deepEqual(told, [true, false]);
});

test('an emptied field is no typing', () => {
  const { told, teller: maya } = teller();
  maya.changed('some text');
  maya.changed('  ');
  assert.deepEqual(told, [true, false]);
  maya.stop();
  assert.deepEqual(told, [true, false]);
});
