import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

globalThis.location = { hash: '' };
globalThis.localStorage = undefined;
const { draftOf, writeDraft } = await import('../../../static/js/live/drafts.js');
const { Desk } = await import('../../../static/js/console/desk.js');
const { Healing } = await import('../../../static/js/console/healing.js');
const { takeBack } = await import('../../../static/js/console/late-words.js');
const { choosePresence } = await import('../../../static/js/console/leaving.js');
const { shownPresence } = await import('../../../static/js/console/people.js');

const ana = { id: 'ana', name: 'Ana', role: 'agent', presence: 'online' };
const bea = { id: 'bea', name: 'Bea' };
const chat = { id: 'maya', last_seq: 1, state: 'active', agent: ana, visitor: { name: 'Maya' } };

let desk;
let chosen;
const acts = { setPresence: (presence) => chosen.push(presence) };

beforeEach(() => {
  desk = new Desk({ agent: ana }, { outbox: { restore() {}, settle() {} }, doorOf: () => ({}) });
  chosen = [];
  writeDraft('maya:text', '');
});

test('who leaves with open chats is asked first', () => {
  desk.take(chat);
  choosePresence({ desk, acts }, 'away');
  assert.deepEqual(chosen, []);
  assert.equal(desk.dialog.value.how, 'away');
  desk.dialog.value.go();
  assert.deepEqual(chosen, ['away']);
});

test('who holds nothing, or comes back, is not', () => {
  choosePresence({ desk, acts }, 'offline');
  desk.take(chat);
  desk.me.value = { ...ana, presence: 'offline' };
  choosePresence({ desk, acts }, 'away');
  choosePresence({ desk, acts }, 'online');
  assert.deepEqual(chosen, ['offline', 'away', 'online']);
  assert.equal(desk.dialog.value, null);
});

test('a chat that is about to end is not asked about', () => {
  desk.take(chat);
  desk.deferred.defer('maya', { text: 'about to end', send() {} });
  choosePresence({ desk, acts }, 'offline');
  desk.deferred.undo('maya');
  assert.deepEqual(chosen, ['offline']);
});

test('who is available and full is shown as busy', () => {
  assert.equal(shownPresence({ presence: 'online', active_chats: 4, capacity: 4 }), 'busy');
  assert.equal(shownPresence({ presence: 'online', active_chats: 3, capacity: 4 }), 'online');
  assert.equal(shownPresence({ presence: 'away', active_chats: 4, capacity: 4 }), 'away');
});

const refused = (error, more) => ({
  chat_id: 'maya', kind: 'text', body: 'Late words', attachments: [], error, ...more,
});

test('refused words are back in the field, and it is said who has the chat', () => {
  desk.take(chat);
  writeDraft('maya:text', 'typed since');
  assert.equal(takeBack(refused({ code: 'forbidden', agent: bea }), desk), true);
  assert.equal(draftOf('maya:text').value, 'Late words\n\ntyped since');
  assert.match(desk.toasts.shown.value[0].text, /^Bea has the chat with Maya now\./u);
});

test('a message with pictures, or one that may be stored yet, stays where it failed', () => {
  desk.take(chat);
  assert.equal(takeBack(refused({ code: 'forbidden' }, { attachments: [{}] }), desk), false);
  assert.equal(takeBack(refused({ code: 'too_long' }), desk), false);
  assert.equal(draftOf('maya:text').value, '');
});

test('a console that wakes up shows who has the chat', async () => {
  desk.take(chat);
  const answer = {
    ok: true, agent: ana, agents: [ana], chats: [], messages: [], has_more: [],
    queue: { revision: 1, length: 0, chats: [] }, held_by: { maya: bea },
  };
  await new Healing({ request: async () => answer }, desk).sync();
  const conversation = desk.conversation('maya');
  assert.equal(desk.stateOf(conversation), 'elsewhere');
  assert.equal(conversation.chat.value.agent.name, 'Bea');
});
