import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Board } from '../../../static/js/console/board.js';

const maya = { id: 'maya' };
const otto = { id: 'otto' };
const queue = (revision, chats) => ({ revision, chats, length: chats.length });
const shown = (board) =>
  board.rows.value.map(({ chat, place, winner }) => [chat.id, place, winner]);

test('an older picture of the queue does not replace a newer one', () => {
  const board = new Board();
  board.apply(queue(7, [maya]));
  board.apply(queue(6, [maya, otto]));
  assert.equal(board.queue.value.length, 1);
  board.apply(queue(8, []));
  assert.equal(board.queue.value.length, 0);
});

test('a claimed chat leaves the list at once and the next one moves up', () => {
  const board = new Board();
  board.apply(queue(1, [maya, otto]));
  board.drop('maya');
  assert.deepEqual(shown(board), [['otto', 1, null]]);
  assert.equal(board.queue.value.length, 1);
  board.drop('maya');
  assert.equal(board.queue.value.length, 1);
});

test('a lost race names the winner in the row for three seconds', ({ mock }) => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const board = new Board();
  board.apply(queue(1, [maya, otto]));
  board.showLoss(maya, 'Bea');
  assert.deepEqual(shown(board), [
    ['maya', 1, 'Bea'],
    ['otto', 1, null],
  ]);
  mock.timers.tick(3_000);
  assert.deepEqual(shown(board), [['otto', 1, null]]);
});
