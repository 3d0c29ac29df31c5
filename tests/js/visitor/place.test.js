import assert from 'node:assert/strict';
import { mock, test } from 'node:test';

import {
  PlaceVoice, hasMovedBack, isStale, isTicketOffered,
} from '../../../static/js/visitor/place.js';

function queued(position) {
  return { state: 'queued', position };
}

test('a place that gets worse is said until it gets better', () => {
  assert.equal(hasMovedBack(queued(3), queued(4), false), true);
  assert.equal(hasMovedBack(queued(4), queued(4), true), true);
  assert.equal(hasMovedBack(queued(4), queued(3), true), false);
  assert.equal(hasMovedBack(queued(3), queued(3), false), false);
});

test('whoever is served or was served has not moved back', () => {
  assert.equal(hasMovedBack({ state: 'active', position: null }, queued(2), false), false);
  assert.equal(hasMovedBack(queued(1), { state: 'active', position: null }, true), false);
});

test('a place is stale ten seconds after the connection was lost', () => {
  assert.equal(isStale(null, 60_000), false);
  assert.equal(isStale(50_000, 60_000), false);
  assert.equal(isStale(49_999, 60_000), true);
});

test('a tech issue is offered after the set time, and at once when nobody is there', () => {
  const chat = {
    state: 'queued', team_online: true, ticket_offered_at: '2026-03-06T09:33:00.000Z',
  };
  const due = Date.parse(chat.ticket_offered_at);
  assert.equal(isTicketOffered(chat, due - 1), false);
  assert.equal(isTicketOffered(chat, due), true);
  assert.equal(isTicketOffered({ ...chat, team_online: false }, due - 100_000), true);
  assert.equal(isTicketOffered({ ...chat, state: 'active' }, due), false);
});

test('the place is said at most every 15 seconds, and the last one for certain', () => {
  mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  const said = [];
  const voice = new PlaceVoice((position) => said.push(position));
  for (const position of [9, 8, 7]) voice.tell(position);
  assert.deepEqual(said, [9]);
  mock.timers.tick(14_999);
  assert.deepEqual(said, [9]);
  mock.timers.tick(1);
  assert.deepEqual(said, [9, 7]);
  voice.tell(6);
  voice.stop();
  mock.timers.tick(60_000);
  assert.deepEqual(said, [9, 7]);
  mock.timers.reset();
});
