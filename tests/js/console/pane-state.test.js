import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  claimHindrance,
  claimRule,
  modesAllowed,
  paneState,
} from '../../../static/js/console/pane-state.js';

const ana = { id: 'ana', name: 'Ana' };
const bea = { id: 'bea', name: 'Bea' };

test('only the agent who holds an active chat may answer it', () => {
  assert.equal(paneState({ state: 'active', agent: ana }, 'ana'), 'mine');
  assert.equal(paneState({ state: 'active', agent: bea }, 'ana'), 'elsewhere');
  assert.deepEqual(modesAllowed('mine', 'agent'), ['text', 'note']);
  assert.deepEqual(modesAllowed('elsewhere', 'agent'), []);
});

test('a supervisor leaves notes in chats of others and never writes to their visitors', () => {
  assert.deepEqual(modesAllowed('elsewhere', 'supervisor'), ['note']);
  assert.deepEqual(modesAllowed('waiting', 'admin'), ['note']);
  assert.deepEqual(modesAllowed('closed', 'supervisor'), []);
});

test('a chat that may no longer be read is gone, an ended one stays ended', () => {
  assert.equal(paneState({ state: 'active', agent: ana }, 'ana', false), 'gone');
  assert.equal(paneState({ state: 'active', agent: bea }, 'ana', false), 'elsewhere');
  assert.equal(paneState({ state: 'closed', agent: ana }, 'ana', false), 'closed');
  assert.equal(paneState({ state: 'queued', agent: null }, 'ana'), 'waiting');
});

test('the first in line is for everybody, the others for supervisors with a reason', () => {
  assert.equal(claimRule(1, 'agent'), 'free');
  assert.equal(claimRule(2, 'agent'), 'never');
  assert.equal(claimRule(2, 'supervisor'), 'with_reason');
});

test('who is away or full cannot claim', () => {
  const agent = { presence: 'online', active_chats: 3, capacity: 4 };
  assert.equal(claimHindrance(agent), null);
  assert.equal(claimHindrance({ ...agent, active_chats: 4 }), 'at_capacity');
  assert.equal(claimHindrance({ ...agent, presence: 'away' }), 'not_online');
});
