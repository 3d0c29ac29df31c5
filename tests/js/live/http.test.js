import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';

import { HttpDoor } from '../../../static/js/live/http.js';

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ['setTimeout'] });
});

function doorTo(answers) {
  const asked = [];
  globalThis.fetch = async (url, { method = 'GET', body } = {}) => {
    asked.push([method, url, body && JSON.parse(body)]);
    const answer = answers.shift() ?? new Error('no network');
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { asked, door: new HttpDoor('t0ken') };
}

async function pass(milliseconds) {
  mock.timers.tick(milliseconds);
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
}

test('a message is posted and acknowledged as over the live connection', async () => {
  const message = { seq: 2, client_id: 'a' };
  const { asked, door } = doorTo([Response.json({ message }, { status: 201 })]);
  const answer = await door.request('send_message', { client_id: 'a', body: 'hello' });
  assert.deepEqual(answer, { ok: true, message });
  assert.deepEqual(asked, [
    ['POST', '/api/v1/chats/t0ken/messages', { client_id: 'a', body: 'hello' }],
  ]);
});

test('a refusal keeps its code, and a page of a proxy is no answer', async () => {
  const error = { code: 'not_active', message: 'The chat is closed.' };
  const { door } = doorTo([
    Response.json({ error }, { status: 409 }),
    new Response('<h1>Bad gateway</h1>', { status: 502 }),
  ]);
  assert.deepEqual(await door.request('leave', {}), { ok: false, error });
  assert.equal((await door.request('leave', {})).error.code, 'no_answer');
});

test('it asks every three seconds, and stops when the server is out of reach', async () => {
  const sync = () => Response.json({ chat: {}, messages: [], has_more: false });
  const { asked, door } = doorTo([sync(), sync()]);
  door.open(() => door.request('sync', { after_seq: 1 }));
  await pass(0);
  await pass(2_999);
  assert.equal(asked.length, 1);
  await pass(1);
  assert.equal(asked.length, 2);
  await pass(3_000);
  assert.equal(door.isOpen, false, 'the third was not answered');
  await pass(60_000);
  assert.equal(asked.length, 3);
});

test('earlier messages are asked for as a page that ends before the first one', async () => {
  const messages = [298, 299, 300, 301, 302].map((seq) => ({ seq }));
  const answer = () => Response.json({ chat: {}, messages, has_more: true });
  const { asked, door } = doorTo([answer(), answer()]);
  const earlier = await door.request('sync', { before_seq: 301 });
  assert.deepEqual(earlier.messages.map(({ seq }) => seq), [298, 299, 300]);
  await door.request('sync', { before_seq: 12 });
  assert.deepEqual(asked.map(([, url]) => url), [
    '/api/v1/chats/t0ken?after_seq=100', '/api/v1/chats/t0ken?after_seq=0',
  ]);
});
