import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  lastSpoken,
  longestUnanswered,
  neighbour,
  orderOfNeed,
  secondsBetween,
  settledOrder,
  unansweredSince,
  waitStep,
} from '../../../static/js/console/needs.js';

const message = (seq, author, kind = 'text') => ({
  seq,
  kind,
  author: { kind: author },
  created_at: new Date(seq * 60_000).toISOString(),
});

test('a visitor waits since the oldest message that nobody answered', () => {
  const messages = [message(1, 'visitor'), message(2, 'visitor')];
  assert.equal(unansweredSince(messages), 60_000);
  assert.equal(unansweredSince([...messages, message(3, 'agent')]), null);
  assert.equal(unansweredSince([...messages, message(3, 'agent'), message(4, 'visitor')]), 240_000);
});

test('a note is no answer and a system line says nothing', () => {
  const messages = [
    message(1, 'visitor'),
    message(2, 'agent', 'note'),
    message(3, 'system', 'system'),
  ];
  assert.equal(unansweredSince(messages), 60_000);
  assert.equal(lastSpoken(messages).seq, 2);
  assert.equal(lastSpoken([]), null);
});

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
