import assert from 'node:assert/strict';
import { test } from 'node:test';

import { holdsOf } from '../../../static/js/console/holds.js';
import { beginning, newerReply } from '../../../static/js/console/newer-reply.js';

const by = (name, seq, more) => (
  { seq, kind: 'text', author: { kind: 'agent', name }, body: `words ${seq}`, ...more });
const visitor = { author: { kind: 'visitor', name: 'Bea' } };
const typing = { since: 3, myName: 'Ana Moreau' };

test('a colleague who wrote after the typing began is noticed', () => {
  const newer = newerReply([by('Bea Lindqvist', 3), by('Bea Lindqvist', 4)], typing);
  assert.equal(newer.seq, 4);
});

test('the visitor, the system and oneself are no colleagues', () => {
  const messages = [
    by('Ana Moreau', 4),
    by('Bea', 5, visitor),
    by(null, 6, { kind: 'system', author: { kind: 'system', name: null } }),
  ];
  assert.equal(newerReply(messages, typing), null);
  assert.equal(newerReply([by('Bea Lindqvist', 9)], { ...typing, since: null }), null);
});

const conversation = (messages, since) => ({
  thread: { thread: { value: { messages } } },
  typingSince: () => since,
});

test('a reply is held with what the colleague wrote, and may be sent anyway', () => {
  const [hold] = holdsOf('Try again', conversation([by('Bea Lindqvist', 4)], 3), 'Ana Moreau');
  assert.equal(hold.text, 'Bea replied meanwhile: “words 4”');
  assert.equal(hold.again, 'Send anyway');
  assert.ok(!hold.isFinal);
  const [note] = holdsOf(
    'Try again', conversation([by('Sam Okafor', 5, { kind: 'note' })], 3), 'Ana Moreau');
  assert.match(note.text, /^Sam left a note meanwhile/);
  assert.notEqual(note.key, hold.key, 'who passes the one has not seen the other');
});

test('a variable that is left is held for good', () => {
  const [hold] = holdsOf('It is {number}', conversation([], null), 'Ana');
  assert.ok(hold.isFinal);
  assert.match(hold.text, /^\{number\} is not filled in/);
  assert.deepEqual(holdsOf('All is well', conversation([], 3), 'Ana'), []);
});

test('long words are cut between characters', () => {
  assert.equal(beginning('a\n b'), 'a b');
  assert.equal(Array.from(beginning('👍'.repeat(200))).length, 120);
});
