import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';

const handlers = {};
globalThis.addEventListener = (name, handle) => { handlers[name] = handle; };
mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_000_000 });
const { ServerDrafts } = await import('../../../static/js/console/server-drafts.js');
const { draftOf, writeDraft } = await import('../../../static/js/live/drafts.js');
const { keep } = await import('../../../static/js/live/keep.js');

let chats = 0;
let chat;
let key;
let sent;
let answer;
let there;
const settle = async () => { for (let turn = 0; turn < 5; turn += 1) await Promise.resolve(); };
const later = async (millis) => { mock.timers.tick(millis); await settle(); };
const held = (text) => [{ chat_id: chat, kind: 'text', text }];
const mine = () => sent.filter(({ path }) => path.includes(chat));

function open(drafts, isHeld = () => true) {
  // Those of earlier tests go on listening, and tell nobody.
  const log = sent;
  const drawer = new ServerDrafts({
    put: async (path, body, options) => {
      log.push({ path, ...body, ...(options?.keepalive && { keepalive: true }) });
      return answer;
    },
    get: async () => ({ ok: true, drafts: there }),
  });
  drawer.start(drafts, isHeld);
}

beforeEach(() => {
  chats += 1;
  chat = `chat-${chats}`;
  key = `${chat}:text`;
  sent = [];
  there = [];
  answer = { ok: true };
});

test('what is typed goes to the server once the typing rests', async () => {
  open([]);
  writeDraft(key, 'Dear');
  await later(500);
  writeDraft(key, 'Dear Gus');
  await later(799);
  assert.deepEqual(mine(), []);
  await later(1);
  assert.deepEqual(mine(), [{ path: `/chats/${chat}/draft`, kind: 'text', text: 'Dear Gus' }]);
  writeDraft(key, '');
  await later(800);
  assert.equal(mine().at(-1).text, '');
});

test('what was typed in another browser is here', async () => {
  open(held('From the other one'));
  assert.equal(draftOf(key).value, 'From the other one');
  await later(10_000);
  assert.deepEqual(mine(), []);
});

test('what was sent from another browser is gone here', () => {
  writeDraft(key, 'Already sent');
  keep(`livedesk:draft-stored:${key}`, 'Already sent');
  open([]);
  assert.equal(draftOf(key).value, '');
});

test('what was typed without a connection wins over what the server has', async () => {
  writeDraft(key, 'Typed in the tunnel');
  keep(`livedesk:draft-stored:${key}`, 'Before');
  open(held('Before'));
  assert.equal(draftOf(key).value, 'Typed in the tunnel');
  await later(1);
  assert.equal(mine()[0].text, 'Typed in the tunnel');
});

test('a server that does not answer is asked again, one that refuses is not', async () => {
  open([]);
  answer = { ok: false, error: { code: 'no_answer' } };
  writeDraft(key, 'Once more');
  await later(800);
  answer = { ok: false, error: { code: 'not_active' } };
  await later(5_000);
  await later(60_000);
  assert.equal(mine().length, 2);
});

test('what the page still has is sent when it goes away', async () => {
  open([]);
  writeDraft(key, 'Half a sen');
  handlers.pagehide();
  assert.deepEqual(mine(), [
    { path: `/chats/${chat}/draft`, kind: 'text', text: 'Half a sen', keepalive: true },
  ]);
  await later(10_000);
  assert.equal(mine().length, 1);
});

test('coming back to the page fetches what was typed elsewhere', async () => {
  open(held('Here'));
  there = held('Here and there');
  await later(20_000);
  await handlers.focus();
  await settle();
  assert.equal(draftOf(key).value, 'Here and there');
});

test('the text of a chat that has ended stays to be copied', async () => {
  open(held('Not sent'), () => false);
  there = [];
  await later(20_000);
  await handlers.focus();
  await settle();
  assert.equal(draftOf(key).value, 'Not sent');
});
