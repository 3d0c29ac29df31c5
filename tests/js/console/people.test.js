import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  chatMatches,
  firstName,
  identityOf,
  minutesGone,
  transferable,
} from '../../../static/js/console/people.js';
import { refusalText } from '../../../static/js/console/words.js';

const agent = (name, presence, active_chats) => ({ name, presence, active_chats, capacity: 4 });

test('a chat can be handed to those on duty who have room, the freest first', () => {
  const agents = [
    agent('Bea', 'online', 3),
    agent('Sam', 'online', 4),
    agent('Ida', 'away', 0),
    agent('Tom', 'offline', 0),
    agent('Ana', 'online', 1),
  ];
  const people = transferable(agents).map(({ agent: { name }, standing }) => [name, standing]);
  assert.deepEqual(people, [
    ['Ana', 'free'],
    ['Bea', 'free'],
    ['Sam', 'full'],
    ['Ida', 'away'],
  ]);
});

test('a chat is found by name, number, address or question, without accents', () => {
  const visitor = { name: 'Aino Mäkelä', member_id: '5821904', email: 'aino@example.com' };
  const chat = { visitor, question: 'I cannot download the tax report' };
  assert.ok(chatMatches(chat, 'makela tax'));
  assert.ok(chatMatches(chat, '5821'));
  assert.ok(chatMatches(chat, '  '));
  assert.ok(!chatMatches(chat, 'makela refund'));
});

test('only who has signed in is verified', () => {
  assert.equal(identityOf({ verified: true, member_id: '1' }), 'verified');
  assert.equal(identityOf({ verified: false, member_id: '1' }), 'claimed');
  assert.equal(identityOf({ verified: false, member_id: null }), 'guest');
  assert.equal(firstName(' Maya  Lind'), 'Maya');
});

test('a refusal is told in words that fit what was asked for', () => {
  const full = { code: 'at_capacity', message: 'Full.' };
  assert.match(refusalText(full, 'claim'), /as many chats as you can hold/);
  assert.match(refusalText(full, 'transfer'), /no room/);
  assert.match(refusalText({ code: 'rate_limited', retry_after_seconds: 3 }, 'claim'), /3 seconds/);
  const unknown = { code: 'new', message: 'Said by the server.' };
  assert.equal(refusalText(unknown, 'claim'), 'Said by the server.');
});

test('who is off the page may be reloading it, and has left after two minutes', () => {
  const seen_at = '2026-03-06T09:30:00.000Z';
  const after = (seconds) => Date.parse(seen_at) + seconds * 1_000;
  assert.equal(minutesGone({ connected: true, seen_at: null }, after(600)), null);
  assert.equal(minutesGone({ connected: false, seen_at }, after(119)), 0);
  assert.equal(minutesGone({ connected: false, seen_at }, after(120)), 2);
  assert.equal(minutesGone({ connected: false, seen_at }, after(605)), 10);
});
