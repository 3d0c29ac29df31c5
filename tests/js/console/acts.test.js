import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

globalThis.location = { hash: '' };
globalThis.matchMedia = () => ({ matches: true });
const { Acts } = await import('../../../static/js/console/acts.js');
const { Desk } = await import('../../../static/js/console/desk.js');
const { openId } = await import('../../../static/js/console/route.js');

const ana = { id: 'ana', name: 'Ana', role: 'agent', presence: 'online' };
const bea = { id: 'bea', name: 'Bea' };
const chatOf = (id, more) => ({
  id, last_seq: 1, state: 'queued', agent: null, visitor: { name: id }, ...more,
});
const refusal = (code, more) => ({ ok: false, error: { code, message: code, ...more } });

let desk;
let asked;
let answer;
let acts;

beforeEach(() => {
  const outbox = { restore() {}, settle() {} };
  desk = new Desk({ agent: ana }, { outbox, doorOf: () => ({}) });
  asked = [];
  const connection = {
    request: async (event, payload) => {
      asked.push([event, payload]);
      return answer;
    },
  };
  acts = new Acts(connection, desk, { sync() {} });
  openId.value = null;
});

test('a claimed chat leaves the queue, joins my chats and opens', async () => {
  desk.board.apply({ revision: 1, length: 1, chats: [chatOf('maya')] });
  answer = { ok: true, chat: chatOf('maya', { state: 'active', agent: ana }), messages: [] };
  await acts.claimNext();
  assert.deepEqual(asked, [['claim_next', {}]]);
  assert.equal(desk.board.queue.value.length, 0);
  assert.deepEqual(desk.order.value, ['maya']);
  assert.equal(openId.value, 'maya');
});

test('who is not on the board yet is taken all the same', async () => {
  answer = { ok: true, chat: chatOf('maya', { state: 'active', agent: ana }), messages: [] };
  await acts.claimNext();
  assert.deepEqual(asked, [['claim_next', {}]]);
  assert.equal(openId.value, 'maya');
});

test('where nobody waits a press says so', async () => {
  answer = refusal('queue_empty');
  await acts.claimNext();
  assert.match(desk.toasts.shown.value[0].text, /Nobody is waiting/);
});

test('who loses the race reads in the row who won, and the preview says it too', async () => {
  desk.board.apply({ revision: 1, length: 1, chats: [chatOf('maya')] });
  const preview = desk.take(chatOf('maya'));
  answer = refusal('already_claimed', { agent: bea });
  await acts.claim(chatOf('maya'));
  assert.equal(desk.board.rows.value[0].winner, 'Bea');
  assert.equal(desk.stateOf(preview), 'elsewhere');
  const [toast] = desk.toasts.shown.value;
  assert.match(toast.text, /Bea was faster/);
  assert.equal(toast.action, null, 'nobody else waits');
});

test('who loses the race takes the next from the message that says so', async () => {
  desk.board.apply({ revision: 1, length: 2, chats: [chatOf('maya'), chatOf('otto')] });
  answer = refusal('already_claimed', { agent: bea });
  await acts.claim(chatOf('maya'));
  answer = { ok: true, chat: chatOf('otto', { state: 'active', agent: ana }), messages: [] };
  await desk.toasts.shown.value[0].action.run();
  assert.deepEqual(asked.at(-1), ['claim_next', {}]);
  assert.equal(openId.value, 'otto');
});

test('whoever has no room is offered nobody after a lost race', async () => {
  desk.me.value = { ...ana, active_chats: 4, capacity: 4 };
  desk.board.apply({ revision: 1, length: 2, chats: [chatOf('maya'), chatOf('otto')] });
  answer = refusal('already_claimed', { agent: bea });
  await acts.claim(chatOf('maya'));
  assert.equal(desk.toasts.shown.value[0].action, null);
});

test('a press while a claim is on its way is ignored', async () => {
  desk.board.apply({ revision: 1, length: 1, chats: [chatOf('maya')] });
  answer = refusal('queue_empty');
  await Promise.all([acts.claimNext(), acts.claimNext()]);
  assert.equal(asked.length, 1);
});

test('a refused hand-over says so, and its note is still there', async ({ mock }) => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const maya = desk.take(chatOf('maya', { state: 'active', agent: ana }));
  answer = refusal('at_capacity');
  acts.keepForm('transfer', 'maya', { note: 'Needs the log' });
  acts.transfer(maya, { agent: bea, note: 'Needs the log' });
  mock.timers.tick(5_000);
  await Promise.resolve();
  await Promise.resolve();
  const payload = { chat_id: 'maya', agent_id: 'bea', note: 'Needs the log' };
  assert.deepEqual(asked, [['transfer', payload]]);
  assert.match(desk.toasts.shown.value[0].text, /was not transferred\. .* no room/);
  assert.deepEqual(acts.keptForm('transfer', 'maya'), { note: 'Needs the log' });
  assert.ok(desk.isMine(maya));
});

test('a ticket that was made forgets what was typed and keeps the chat with its link', async () => {
  const maya = desk.take(chatOf('maya', { state: 'active', agent: ana }));
  const ticket = { number: 'IT-1007', url: '/console/tickets/IT-1007' };
  const closed = { state: 'closed', closed_reason: 'converted', agent: ana, last_seq: 2, ticket };
  answer = { ok: true, chat: chatOf('maya', closed), ticket };
  acts.keepForm('convert', 'maya', { title: 'English - help' });
  acts.convert(maya, { title: 'English - help', close: true });
  desk.deferred.sendAllNow();
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(acts.keptForm('convert', 'maya'), null);
  assert.equal(desk.stateOf(maya), 'closed');
  assert.deepEqual(desk.order.value, ['maya']);
  assert.equal(desk.toasts.shown.value[0].action.href, ticket.url);
});

test('asking for a ticket waits for an undo like every act that ends a chat', async ({ mock }) => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const kari = desk.take(chatOf('kari', { state: 'active', agent: ana }));
  acts.redirect(kari, 'nb');
  assert.deepEqual(asked, []);
  assert.match(desk.deferred.undoLatest().text, /kari is about to be asked/);
  mock.timers.tick(6_000);
  assert.deepEqual(asked, []);
  answer = { ok: true, chat: chatOf('kari', { state: 'closed', closed_reason: 'redirected' }) };
  acts.redirect(kari, 'nb');
  mock.timers.tick(5_000);
  assert.deepEqual(asked, [['redirect_to_ticket', { chat_id: 'kari', language: 'nb' }]]);
});
