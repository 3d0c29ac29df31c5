import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

import { draftOf as formDraft, keepDraft } from '../../../static/js/elements/form-drafts.js';
import { draftOf } from '../../../static/js/live/drafts.js';
import { takeOverForm } from '../../../static/js/visitor/earlier-form.js';

let chats = 0;

globalThis.document = { documentElement: { dataset: {} } };

beforeEach(() => {
  const kept = new Map();
  globalThis.localStorage = {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, text) => kept.set(key, text),
    removeItem: (key) => kept.delete(key),
  };
});

/** The draft of the message field after a page of this kind was opened. */
function opened(page) {
  const chat = { id: `c${chats += 1}`, state: 'queued' };
  takeOverForm({ chat, messages: [], question: 'Where is my order?', ...page(chat) });
  return draftOf(chat.id).value;
}

test('the question that was sent is not said twice', () => {
  keepDraft('chat', { question: '  Where is my order? ' });
  assert.equal(opened(() => ({})), '');
  assert.equal(formDraft('chat'), null);
});

test('what was asked a second time goes on in the chat that was open', () => {
  keepDraft('chat', { question: 'And where is the other one?' });
  assert.equal(opened(() => ({})), 'And where is the other one?');
  assert.equal(formDraft('chat'), null);
});

test('a card number comes along masked, as in the question that the server keeps', () => {
  keepDraft('chat', { question: 'Paid with 4111 1111 1111 1111' });
  assert.equal(opened(() => ({ question: 'Paid with •••• •••• •••• 1111' })), '');
});

test('the page of an ended chat leaves a form alone that is being filled in', () => {
  keepDraft('chat', { question: 'Something new' });
  assert.equal(opened((chat) => ({ chat: { ...chat, state: 'closed' } })), '');
  assert.equal(formDraft('chat').question, 'Something new');
});
