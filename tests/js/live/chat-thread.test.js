import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';

import { ChatThread } from '../../../static/js/live/chat-thread.js';

const MARKS = { visitor: 1, agent: 1 };
const CHAT = { id: 'c1', read_seq: MARKS, delivered_seq: MARKS };
const AT = '2026-03-06T09:30:00.000Z';

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ['setTimeout'] });
});

function said(seq, by = 'agent') {
  const author = { kind: by, name: by === 'agent' ? 'Ana' : 'Maya' };
  return {
    seq, chat_id: 'c1', client_id: `id-${seq}`, kind: 'text', author, body: `${seq}`, created_at: AT,
  };
}

/** Maya's thread with her question in it, before a server that holds `stored`. */
function mayas({ stored = [], isReachable = true } = {}) {
  const server = { asked: [], marks: [], stored, isReachable };
  const answer = (more) => (server.isReachable ? { ok: true, ...more } : { ok: false, error: {} });
  const thread = new ChatThread({
    chat: CHAT,
    messages: [said(1, 'visitor')],
    side: 'visitor',
    name: 'Maya',
    outbox: { settle() {}, post(entry) { return entry; } },
    door: {
      sync: async (from) => {
        server.asked.push(from);
        const messages = server.stored.filter((one) => one.seq > from.after_seq).slice(0, 2);
        const last_seq = messages.at(-1)?.seq ?? from.after_seq;
        return answer({ messages, has_more: server.stored.some((one) => one.seq > last_seq) });
      },
      markDelivered: async (seq) => { server.marks.push(['delivered', seq]); return answer(); },
      markRead: async (seq) => { server.marks.push(['read', seq]); return answer(); },
    },
  });
  return { thread, server, seqs: () => thread.bubbles.value.map((one) => one.seq) };
}

async function pass(milliseconds) {
  mock.timers.tick(milliseconds);
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
}

test('a gap is fetched at once, page by page', async () => {
  const all = [2, 3, 4, 5, 6].map((seq) => said(seq));
  const { thread, server, seqs } = mayas({ stored: all });
  thread.receive(said(6), 5);
  assert.deepEqual(seqs(), [1]);
  await pass(0);
  assert.deepEqual(seqs(), [1, 2, 3, 4, 5, 6]);
  assert.deepEqual(server.asked.map((one) => one.after_seq), [1, 3, 6]);
});

test('what came after a gap shows after a second, even when the gap stays', async () => {
  const { thread, seqs } = mayas({ isReachable: false });
  thread.receive(said(6), 5);
  await pass(999);
  assert.deepEqual(seqs(), [1]);
  await pass(1);
  assert.deepEqual(seqs(), [1, 6]);
});

test('a message is told as delivered at once, and as read while it is looked at', async () => {
  const { thread, server } = mayas();
  thread.receive(said(2), 1);
  await pass(200);
  assert.deepEqual(server.marks.at(-1), ['read', 1], 'only the question has been read');
  assert.ok(server.marks.some(([mark, seq]) => mark === 'delivered' && seq === 2));
  assert.equal(thread.unread.value, 1);
  thread.setReading(true);
  await pass(200);
  assert.deepEqual(server.marks.at(-1), ['read', 2]);
  assert.equal(thread.unread.value, 0);
});

test('a mark that was not heard is told again', async () => {
  const { thread, server } = mayas({ isReachable: false });
  thread.setReading(true);
  thread.receive(said(2), 1);
  await pass(200);
  server.isReachable = true;
  server.marks.length = 0;
  await thread.heal();
  await pass(200);
  assert.deepEqual(server.marks, [['delivered', 2], ['read', 2]]);
});

test('the "New" line stands above the first unread message until something is sent', async () => {
  const { thread } = mayas();
  thread.receive(said(2), 1);
  thread.receive(said(3), 2);
  assert.equal(thread.newFromSeq.value, 2);
  thread.setReading(true);
  assert.equal(thread.newFromSeq.value, 2, 'reading does not move what is read');
  thread.post('I see');
  assert.equal(thread.newFromSeq.value, null);
});

test('who sends a message has stopped typing', () => {
  const { thread } = mayas();
  thread.typing.hear({ name: 'Ana' }, true);
  assert.deepEqual(thread.typing.names.value, ['Ana']);
  thread.receive(said(2), 1);
  assert.deepEqual(thread.typing.names.value, []);
});

test('typing is believed for six seconds', async () => {
  const { thread } = mayas();
  thread.typing.hear({ name: 'Ana' }, true);
  await pass(5_999);
  assert.deepEqual(thread.typing.names.value, ['Ana']);
  await pass(1);
  assert.deepEqual(thread.typing.names.value, []);
});
