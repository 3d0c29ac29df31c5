import assert from 'node:assert/strict';
import { test } from 'node:test';

globalThis.location = { hash: '' };
const { Desk } = await import('../../../static/js/console/desk.js');
const { Hearing } = await import('../../../static/js/console/hearing.js');

const sam = { id: 'sam', name: 'Sam', role: 'supervisor', presence: 'online' };
const row = (id, agent_id) => ({
  chat: { id, state: 'active', agent: { id: agent_id, name: agent_id }, visitor: { name: id } },
  idle_since: '2026-03-06T09:30:00.000Z',
  unanswered_since: '2026-03-06T09:31:00.000Z',
});

test('a neglected chat is listed, and said aloud once; an own one is not', () => {
  const desk = new Desk({ agent: sam }, {});
  const said = [];
  const spoken = { neglected: (chat) => said.push(chat.id) };
  const hearing = new Hearing({ desk, spoken });
  hearing.showNeglected([row('maya', 'ana'), row('otto', 'sam')]);
  hearing.showNeglected([row('maya', 'ana')]);
  assert.deepEqual(said, ['maya']);
  assert.equal(desk.neglectedChat('maya').agent.id, 'ana');
  assert.equal(desk.neglectedChat('otto'), null);
  hearing.showNeglected([]);
  hearing.showNeglected([row('maya', 'ana')]);
  assert.deepEqual(said, ['maya', 'maya']);
});
