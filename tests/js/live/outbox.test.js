import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';

import { Outbox } from '../../../static/js/live/outbox.js';
import { setServerNow } from '../../../static/js/live/server-clock.js';

const NO_ANSWER = { ok: false, error: { code: 'no_answer' } };

beforeEach(() => {
  const shelves = new Map();
  globalThis.localStorage = new Proxy({}, {
    get: (_, name) => ({
      getItem: (key) => shelves.get(key) ?? null,
      setItem: (key, text) => shelves.set(key, text),
      removeItem: (key) => shelves.delete(key),
    })[name],
    ownKeys: () => [...shelves.keys()],
    getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
  });
  mock.timers.reset();
  mock.timers.enable({ apis: ['setTimeout', 'Date'] });
});

/** An outbox whose server answers what `answers` holds, in order; then it accepts everything. */
function desk(...answers) {
  const sent = [];
  const stored = [];
  const seen = { entries: [] };
  const outbox = new Outbox({
    send: async (entry) => {
      sent.push(entry.body);
      return answers.shift() ?? { ok: true, message: { ...entry, seq: stored.length + 1 } };
    },
    onStored: (message) => stored.push(message.body),
    onChange: (_, entries) => { seen.entries = entries; },
  });
  return { outbox, sent, stored, seen, post: (body) => outbox.post({ chat_id: 'c1', body }) };
}

async function settled() {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

async function pass(milliseconds) {
  mock.timers.tick(milliseconds);
  await settled();
}

test('a computer whose clock is a day ahead shows what waits under the right day', () => {
  const now = Date.parse('2026-03-06T09:30:00.000Z');
  mock.timers.setTime(now + 86_400_000);
  setServerNow('2026-03-06T09:30:00.000Z');
  const { outbox } = desk();
  const { created_at } = outbox.post({ chat_id: 'c1', body: 'Hello' });
  assert.equal(created_at, now);
  mock.timers.setTime(0);
  setServerNow('1970-01-01T00:00:00.000Z');
});

test('a message leaves the outbox when the server has stored it', async () => {
  const { stored, seen, post } = desk();
  post('one');
  assert.equal(seen.entries[0].state, 'pending');
  await settled();
  assert.deepEqual(stored, ['one']);
  assert.deepEqual(seen.entries, []);
});

test('the next message waits for the answer to the one before', async () => {
  const { sent, stored, post } = desk(NO_ANSWER);
  post('one');
  post('two');
  await settled();
  assert.deepEqual(sent, ['one']);
  await pass(1_000);
  assert.deepEqual(sent, ['one', 'one', 'two']);
  assert.deepEqual(stored, ['one', 'two']);
});

test('an unanswered message goes out again with the same id, and says that it waits', async () => {
  const ids = [];
  const outbox = new Outbox({
    send: async (entry) => { ids.push(entry.client_id); return NO_ANSWER; },
    onStored: () => {},
    onChange: () => {},
  });
  outbox.post({ chat_id: 'c1', body: 'one' });
  await settled();
  assert.equal(outbox.entries('c1')[0].is_late, true);
  outbox.post({ chat_id: 'c1', body: 'behind it' });
  assert.equal(outbox.entries('c1')[1].is_late, true);
  outbox.flush();
  await settled();
  assert.equal(ids.length, 2);
  assert.equal(ids[0], ids[1]);
});

test('a message that the server has no room for says so until it is stored', async () => {
  const { outbox, stored, seen, post } = desk(
    { ok: false, error: { code: 'unavailable', retry_after_seconds: 2 } },
    { ok: false, error: { code: 'unavailable', retry_after_seconds: 2 } },
  );
  const told = [];
  post('one');
  post('two');
  for (const wait of [0, 2_000, 2_000]) {
    await pass(wait);
    told.push(outbox.cannotStore);
  }
  assert.deepEqual(told, [true, true, false]);
  assert.deepEqual(stored, ['one', 'two']);
  assert.deepEqual(seen.entries, []);
});

test('it is not the connection that such a message waits for', async () => {
  const { outbox, seen, post } = desk({ ok: false, error: { code: 'unavailable' } });
  post('one');
  await settled();
  assert.equal(seen.entries[0].is_late, false);
  assert.equal(outbox.cannotStore, true);
  outbox.discard('c1', seen.entries[0].client_id);
  assert.equal(outbox.cannotStore, false);
});

test('without an answer nothing is known about room', async () => {
  const { outbox, post } = desk(
    { ok: false, error: { code: 'unavailable', retry_after_seconds: 2 } }, NO_ANSWER,
  );
  post('one');
  await settled();
  await pass(2_000);
  assert.equal(outbox.cannotStore, false);
});

test('a rate limit is waited out, even when the connection comes back meanwhile', async () => {
  const { outbox, sent, post } = desk({
    ok: false, error: { code: 'rate_limited', retry_after_seconds: 7 },
  });
  post('one');
  await settled();
  outbox.flush();
  await pass(6_000);
  assert.deepEqual(sent, ['one']);
  await pass(1_000);
  assert.deepEqual(sent, ['one', 'one']);
});

test('a refused message fails and the next one goes on', async () => {
  const refusal = { code: 'invalid', message: 'The text holds a character that cannot be stored.' };
  const { stored, seen, post } = desk({ ok: false, error: refusal });
  post('bad');
  post('good');
  await settled();
  assert.deepEqual(stored, ['good']);
  assert.deepEqual(seen.entries.map((one) => [one.state, one.error]), [['failed', refusal]]);
});

test('a failed message that is sent again keeps its id and stands last', async () => {
  const { outbox, stored, seen, post } = desk({ ok: false, error: { code: 'forbidden' } }, NO_ANSWER);
  const first = post('one');
  const second = post('two');
  await settled();
  outbox.resend('c1', first.client_id);
  assert.deepEqual(
    seen.entries.map((one) => [one.client_id, one.state]),
    [[second.client_id, 'pending'], [first.client_id, 'pending']],
  );
  await pass(1_000);
  assert.deepEqual(stored, ['two', 'one']);
});

test('a message whose id another one has is sent again under a new one', async () => {
  const { outbox, stored, seen, post } = desk({ ok: false, error: { code: 'id_conflict' } });
  const first = post('one');
  await settled();
  outbox.resend('c1', first.client_id);
  assert.notEqual(seen.entries[0].client_id, first.client_id);
  await settled();
  assert.deepEqual(stored, ['one']);
});

test('a deleted message is gone from the device as well', async () => {
  const { outbox, post } = desk({ ok: false, error: { code: 'not_active' } });
  const entry = post('one');
  await settled();
  outbox.discard('c1', entry.client_id);
  const later = desk();
  later.outbox.restore('c1');
  assert.deepEqual(later.seen.entries, []);
});

test('a message is on the device before anything is known of it', async () => {
  const unheard = new Outbox({
    send: () => new Promise(() => {}), onStored: () => {}, onChange: () => {},
  });
  unheard.post({ chat_id: 'c1', body: 'one' });
  const { outbox, stored } = desk();
  outbox.restore('c1');
  await settled();
  assert.deepEqual(stored, ['one']);
});

test('what was not acknowledged before a reload is sent after it, in order', async () => {
  const before = desk(NO_ANSWER, NO_ANSWER, NO_ANSWER);
  before.post('one');
  before.post('two');
  before.post('three');
  await settled();
  const after = desk();
  after.outbox.restore('c1');
  await settled();
  assert.deepEqual(after.stored, ['one', 'two', 'three']);
});

test('a message that another tab has sent is not waited for any longer', async () => {
  const { outbox, seen, stored, post } = desk(NO_ANSWER);
  const entry = post('one');
  post('two');
  await settled();
  outbox.settle({ ...entry, seq: 5 });
  await settled();
  assert.deepEqual(stored, ['two']);
  assert.deepEqual(seen.entries, []);
});

test('chats do not wait for each other', async () => {
  const { outbox, stored, post } = desk(NO_ANSWER);
  post('one');
  outbox.post({ chat_id: 'c2', body: 'elsewhere' });
  await settled();
  assert.deepEqual(stored, ['elsewhere']);
});

test('a message keeps the stamp of the moment in which it was written', async () => {
  let epoch = 1;
  const sent = [];
  const outbox = new Outbox({
    stamp: () => ({ epoch }),
    send: async (entry) => {
      sent.push(entry.epoch);
      return sent.length === 1 ? NO_ANSWER : { ok: false, error: { code: 'invalid' } };
    },
    onStored: () => {},
    onChange: () => {},
  });
  const { client_id } = outbox.post({ chat_id: 'c1', body: 'one' });
  await settled();
  epoch = 2;
  await pass(1_000);
  outbox.resend('c1', client_id);
  await settled();
  assert.deepEqual(sent, [1, 1, 2]);
});

test('a refused message can be taken back', async () => {
  const taken = [];
  const outbox = new Outbox({
    send: async () => ({ ok: false, error: { code: 'forbidden' } }),
    onRefused: (entry) => taken.push([entry.body, entry.error.code]),
    onStored: () => {},
    onChange: () => {},
  });
  outbox.post({ chat_id: 'c1', body: 'one' });
  await settled();
  assert.deepEqual(taken, [['one', 'forbidden']]);
  assert.deepEqual(outbox.entries('c1'), []);
});
