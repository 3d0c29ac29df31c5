import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  longestUnanswered,
  neighbour,
  orderOfNeed,
  settledOrder,
} from '../../../static/js/console/ordering.js';

const chat = (id, unansweredSince, lastAt = 0, isMine = true) => ({
  id,
  unansweredSince,
  lastAt,
  isMine,
});

test('the longest unanswered chat stands first, ended ones last', () => {
  const chats = [
    chat('ended', 1, 9, false),
    chat('answered', null, 5),
    chat('new', 30),
    chat('old', 10),
    chat('answered later', null, 8),
  ];
  assert.deepEqual(orderOfNeed(chats), ['old', 'new', 'answered later', 'answered', 'ended']);
  assert.equal(longestUnanswered(chats), 'old');
});

test('nobody is the longest unanswered when all have an answer', () => {
  assert.equal(longestUnanswered([chat('answered', null), chat('ended', 4, 0, false)]), null);
});

test('rows under a hand stay where they are', () => {
  assert.deepEqual(settledOrder(['a', 'b', 'c'], ['c', 'd', 'a'], false), ['a', 'c', 'd']);
  assert.deepEqual(settledOrder(['a', 'b', 'c'], ['c', 'd', 'a'], true), ['c', 'd', 'a']);
});

test('walking through the chats goes around the ends', () => {
  assert.equal(neighbour(['a', 'b'], 'b', 1), 'a');
  assert.equal(neighbour(['a', 'b'], 'a', -1), 'b');
  assert.equal(neighbour(['a', 'b'], null, 1), 'a');
  assert.equal(neighbour(['a', 'b'], null, -1), 'b');
  assert.equal(neighbour([], 'a', 1), null);
});
