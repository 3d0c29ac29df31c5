import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

globalThis.location = { hash: '' };
const { Desk } = await import('../../../static/js/console/desk.js');
const { Healing } = await import('../../../static/js/console/healing.js');
const { openId } = await import('../../../static/js/console/route.js');

const ana = { id: 'ana', name: 'Ana', role: 'agent', presence: 'online' };
const bea = { id: 'bea', name: 'Bea', presence: 'online' };
const marks = { read_seq: {}, delivered_seq: {} };
const heldChat = (id, last_seq) => ({
  id, last_seq, state: 'active', agent: ana, visitor: { name: id }, ...marks,
});
const message = (chat_id, seq) => ({
  chat_id, seq, kind: 'text', author: { kind: 'visitor', name: chat_id },
});
const answer = (more) => ({
  ok: true, agent: ana, agents: [ana, bea], chats: [], messages: [], has_more: [],
  queue: { revision: 1, length: 0, chats: [] }, ...more,
});

let desk;
let asked;
let answers;
let healing;

beforeEach(() => {
  const outbox = { restore() {}, settle() {} };
  const door = { markDelivered: async () => ({ ok: true }), markRead: async () => ({ ok: true }) };
  desk = new Desk({ agent: ana }, { outbox, doorOf: () => door });
  asked = [];
  answers = [];
  const connection = {
    request: async (_event, payload) => {
      asked.push(payload.after);
      return answers.shift() ?? { ok: false, error: { code: 'no_answer' } };
    },
  };
  healing = new Healing(connection, desk);
  openId.value = null;
});

function seqs(chat_id) {
  return desk.conversation(chat_id).thread.thread.value.messages.map(({ seq }) => seq);
}

test('the first sync names nothing and takes what is held', async () => {
  const messages = [message('maya', 1), message('maya', 2)];
  answers = [answer({ chats: [heldChat('maya', 2)], messages })];
  assert.equal(await healing.sync(), true);
  assert.deepEqual(asked, [{}]);
  assert.deepEqual(seqs('maya'), [1, 2]);
  assert.deepEqual(desk.colleagues.value, [bea]);
  assert.deepEqual(desk.order.value, ['maya']);
});

test('a long gap is fetched page by page, each page naming what is held by then', async () => {
  desk.take(heldChat('maya', 1), [message('maya', 1)]);
  answers = [
    answer({ chats: [heldChat('maya', 3)], messages: [message('maya', 2)], has_more: ['maya'] }),
    answer({ chats: [heldChat('maya', 3)], messages: [message('maya', 3)] }),
  ];
  await healing.sync();
  assert.deepEqual(asked, [{ maya: 1 }, { maya: 2 }]);
  assert.deepEqual(seqs('maya'), [1, 2, 3]);
});

test('a chat that is no longer told of stays readable here but is mine no more', async () => {
  desk.take(heldChat('maya', 1), [message('maya', 1)]);
  answers = [answer()];
  await healing.sync();
  assert.equal(desk.stateOf(desk.conversation('maya')), 'gone');
  assert.deepEqual(desk.order.value, ['maya']);
});

test('a sync that is asked for during another one follows it', async () => {
  answers = [answer(), answer()];
  const both = [healing.sync(), healing.sync()];
  await Promise.all(both);
  assert.equal(asked.length, 2);
});

test('without an answer nothing changes', async () => {
  desk.take(heldChat('maya', 1), [message('maya', 1)]);
  assert.equal(await healing.sync(), false);
  assert.equal(desk.stateOf(desk.conversation('maya')), 'mine');
});

test('an old address of a chat leads to the list', async () => {
  openId.value = 'long gone';
  answers = [answer()];
  await healing.sync();
  assert.equal(openId.value, null);
});

test('a snapshot that is older than what was pushed does not take it back', () => {
  const maya = desk.take(heldChat('maya', 5));
  desk.take({ ...heldChat('maya', 4), state: 'queued', agent: null });
  assert.equal(desk.stateOf(maya), 'mine');
});

test('what was said before the last messages of a chat keeps nobody busy', async () => {
  const last = [message('maya', 60), message('maya', 61)];
  answers = [answer({ chats: [heldChat('maya', 61)], messages: last, has_more: ['maya'] })];
  assert.equal(await healing.sync(), true);
  assert.equal(asked.length, 1);
});

test('a chat of which nothing came yet is asked for again', async () => {
  answers = [
    answer({
      chats: [heldChat('maya', 1), heldChat('otto', 1)],
      messages: [message('maya', 1)], has_more: ['otto'],
    }),
    answer({ chats: [heldChat('maya', 1), heldChat('otto', 1)], messages: [message('otto', 1)] }),
  ];
  assert.equal(await healing.sync(), true);
  assert.deepEqual(asked, [{}, { maya: 1 }]);
  assert.deepEqual(seqs('otto'), [1]);
});

test('of more chats than can be named, one with a gap is named first', async () => {
  for (let number = 0; number < 201; number += 1) {
    desk.take(heldChat(`chat-${number}`, 1), [message(`chat-${number}`, 1)]);
  }
  const others = Array.from({ length: 200 }, (_, number) => heldChat(`chat-${number}`, 1));
  const late = heldChat('chat-200', 4);
  answers = [
    answer({ chats: [...others, late], messages: [message('chat-200', 4)] }),
    answer({ chats: [...others, late], messages: [2, 3, 4].map((seq) => message('chat-200', seq)) }),
  ];
  assert.equal(await healing.sync(), true);
  assert.equal('chat-200' in asked[0], false);
  assert.equal(asked[1]['chat-200'], 1);
  assert.deepEqual(seqs('chat-200'), [1, 2, 3, 4]);
});
