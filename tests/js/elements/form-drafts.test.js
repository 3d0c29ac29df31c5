import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

import { draftOf, forgetDraft, keepDraft } from '../../../static/js/elements/form-drafts.js';

function storage() {
  const kept = new Map();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, value),
    removeItem: (key) => kept.delete(key),
  };
}

function pageOf(person) {
  globalThis.document = { documentElement: { dataset: person ? { person } : {} } };
}

beforeEach(() => {
  globalThis.localStorage = storage();
  pageOf('maya');
});

test('what was typed is there again, and gone when it is forgotten', () => {
  keepDraft('new-issue', { title: 'English - cart empties' });
  assert.deepEqual(draftOf('new-issue'), { title: 'English - cart empties' });
  forgetDraft('new-issue');
  assert.equal(draftOf('new-issue'), null);
});

test('yesterday\'s text is nobody\'s any more', (t) => {
  keepDraft('new-issue', { title: 'English - cart empties' });
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() + 25 * 60 * 60_000 });
  assert.equal(draftOf('new-issue'), null);
});

test('a login that has run out loses nothing', () => {
  keepDraft('new-issue', { title: 'English - cart' });
  pageOf(null);
  assert.deepEqual(draftOf('new-issue'), { title: 'English - cart' });
  keepDraft('new-issue', { title: 'English - cart empties' });
  pageOf('maya');
  assert.deepEqual(draftOf('new-issue'), { title: 'English - cart empties' });
});

test('whoever logs in next on this device does not see it, also when it was typed on after', () => {
  keepDraft('new-issue', { title: 'English - cart' });
  pageOf('nora');
  assert.equal(draftOf('new-issue'), null);
  pageOf(null);
  keepDraft('new-issue', { title: 'English - cart empties' });
  pageOf('nora');
  assert.equal(draftOf('new-issue'), null);
});

test('what a guest has typed is kept for the login that follows', () => {
  pageOf(null);
  keepDraft('chat', { question: 'My cart is empty' });
  pageOf('maya');
  assert.deepEqual(draftOf('chat'), { question: 'My cart is empty' });
});

test('a browser that keeps nothing does no harm', () => {
  globalThis.localStorage = { getItem() { throw new Error('forbidden'); } };
  keepDraft('chat', { question: 'My cart is empty' });
  assert.equal(draftOf('chat'), null);
});
