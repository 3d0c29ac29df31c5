import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as state from '../../../static/js/live/thread-state.js';

const MARKS = { visitor: 1, agent: 0 };
const CHAT = { id: 'c1', read_seq: MARKS, delivered_seq: MARKS };

function said(seq, { by = 'visitor', kind = 'text', client_id = `id-${seq}` } = {}) {
  const author = { kind: by, name: by === 'visitor' ? 'Maya' : 'Ana' };
  return { seq, chat_id: 'c1', kind, client_id, author, body: `message ${seq}` };
}

function seqs(thread) {
  return thread.messages.map((message) => message.seq);
}

function threadOf(...numbers) {
  return state.threadFrom(numbers.map((seq) => said(seq)), CHAT);
}

test('a message that follows what is held is shown at once', () => {
  const thread = state.receive(threadOf(1, 2), said(3, { by: 'agent' }), 2);
  assert.deepEqual(seqs(thread), [1, 2, 3]);
  assert.equal(thread.synced_seq, 3);
});

test('numbers that the reader may not see leave no gap', () => {
  const thread = state.receive(threadOf(1, 2), said(7, { by: 'agent' }), 2);
  assert.deepEqual(seqs(thread), [1, 2, 7]);
  assert.equal(state.hasMissed(thread, 7), false);
});

test('a message after a gap is held back until what is missing has come', () => {
  assert.equal(state.hasMissed(threadOf(1, 2), 3), true);
  const waiting = state.receive(threadOf(1, 2), said(4, { by: 'agent' }), 3);
  assert.deepEqual(seqs(waiting), [1, 2]);
  const healed = state.addNewer(waiting, [said(3), said(4, { by: 'agent' })]);
  assert.deepEqual(seqs(healed), [1, 2, 3, 4]);
  assert.deepEqual(healed.held, []);
});

test('a held message shows when the push before it comes late', () => {
  const waiting = state.receive(threadOf(1), said(5, { by: 'agent' }), 3);
  const healed = state.receive(waiting, said(3, { by: 'agent' }), 1);
  assert.deepEqual(seqs(healed), [1, 3, 5]);
  assert.equal(healed.synced_seq, 5);
});

test('a gap that nobody fills does not hide what came after it', () => {
  const waiting = state.receive(threadOf(1), said(5, { by: 'agent' }), 3);
  const shown = state.release(waiting);
  assert.deepEqual(seqs(shown), [1, 5]);
  assert.equal(shown.synced_seq, 1, 'the next sync still asks for what is missing');
});

test('the same message twice is one message', () => {
  const once = state.receive(threadOf(1), said(2, { by: 'agent' }), 1);
  assert.equal(state.receive(once, said(2, { by: 'agent' }), 1), once);
  assert.deepEqual(seqs(state.addNewer(once, [said(1), said(2, { by: 'agent' })])), [1, 2]);
});

test('our own message that is acknowledged before an earlier push stands after it', () => {
  const own = state.acknowledge(threadOf(1, 2), said(4));
  assert.equal(own.synced_seq, 2);
  const both = state.receive(own, said(3, { by: 'agent' }), 2);
  assert.deepEqual(seqs(both), [1, 2, 3, 4]);
  assert.equal(both.synced_seq, 4);
});

test('a push after our own message finds the one that was lost between', () => {
  const own = state.acknowledge(threadOf(1, 2), said(4));
  assert.equal(state.hasMissed(own, 4), true);
});

test('earlier messages come before those that are held', () => {
  const thread = state.addOlder(threadOf(3, 4), [said(1), said(2)]);
  assert.deepEqual(seqs(thread), [1, 2, 3, 4]);
  assert.equal(state.hasOlder(thread), false);
  assert.equal(state.hasOlder(threadOf(3, 4)), true);
});

test('whatever the order of arrival, the thread is complete and in order', () => {
  const all = [1, 2, 3, 5, 6, 9].map((seq) => said(seq, { by: 'agent' }));
  const pushes = all.map((message, at) => [message, all[at - 1]?.seq ?? 0]);
  for (let round = 0; round < 200; round += 1) {
    const shuffled = [...pushes, ...pushes].sort(() => Math.random() - 0.5);
    let thread = state.threadFrom([], CHAT);
    for (const [message, previous_seq] of shuffled) {
      thread = state.receive(thread, message, previous_seq);
      assert.deepEqual(seqs(thread), all.slice(0, thread.messages.length).map((one) => one.seq));
    }
    assert.equal(thread.messages.length, all.length);
  }
});

test('marks only grow', () => {
  const read = state.mark(threadOf(1, 2), 'read_seq', { by: 'agent', seq: 2 });
  assert.equal(state.mark(read, 'read_seq', { by: 'agent', seq: 1 }), read);
  assert.equal(state.withMarks(read, CHAT).read_seq.agent, 2);
});

test('a receipt says how far the other side has come', () => {
  let thread = threadOf(1, 2, 3);
  thread = state.mark(thread, 'delivered_seq', { by: 'agent', seq: 2 });
  thread = state.mark(thread, 'read_seq', { by: 'agent', seq: 1 });
  const stages = [1, 2, 3].map((seq) => state.receipt(thread, seq, 'agent'));
  assert.deepEqual(stages, ['read', 'delivered', 'sent']);
});

test('a waiting message and the stored one are one bubble with one key', () => {
  const entry = { client_id: 'id-2', kind: 'text', body: 'message 2', state: 'pending' };
  const me = { kind: 'visitor', name: 'Maya' };
  const waiting = state.bubbles(threadOf(1), [entry], me);
  const stored = state.bubbles(threadOf(1, 2), [entry], me);
  assert.deepEqual(waiting.map((one) => one.key), ['id-1', 'id-2']);
  assert.deepEqual(stored.map((one) => one.key), ['id-1', 'id-2']);
  assert.deepEqual(stored.map((one) => one.state), ['stored', 'stored']);
});

test('unread are the texts of the other side after the own mark', () => {
  const messages = [said(1), said(2, { by: 'agent' }), said(3, { by: 'system', kind: 'system' })];
  const thread = state.threadFrom([...messages, said(4, { by: 'agent' })], CHAT);
  assert.deepEqual(state.unread(thread, 'visitor').map((one) => one.seq), [2, 4]);
  assert.deepEqual(state.unread(thread, 'agent').map((one) => one.seq), [1]);
});

test('what was fetched while reading back is let go, and there to be asked for again', () => {
  const long = threadOf(1, 2, 3, 4, 5);
  const short = state.lastOnes(long, 2);
  assert.deepEqual(seqs(short), [4, 5]);
  assert.equal(short.synced_seq, 5);
  assert.equal(state.hasOlder(short), true);
  assert.deepEqual(seqs(state.addOlder(short, [said(2), said(3)])), [2, 3, 4, 5]);
  assert.equal(state.lastOnes(long, 5), long);
});
