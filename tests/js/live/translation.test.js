import assert from 'node:assert/strict';
import { test } from 'node:test';

// The page is there before the module, as in a browser.
const page = {
  'Send again': 'Wyślij ponownie',
  'a dialog\u0004Close': 'Zamknij',
  '%(num)s new message': {
    one: '%(num)s nowa wiadomość', few: '%(num)s nowe wiadomości', many: '%(num)s nowych wiadomości',
  },
};
globalThis.document = {
  documentElement: { lang: 'pl' },
  getElementById: () => ({ textContent: JSON.stringify(page) }),
};
const { gettext, language, ngettext, pgettext } = await import(
  '../../../static/js/live/translation.js');

const messages = (count) => (
  ngettext('%(num)s new message', '%(num)s new messages', count, { num: count }));

test('a text is in the language of the page', () => {
  assert.equal(language, 'pl');
  assert.equal(gettext('Send again'), 'Wyślij ponownie');
  assert.equal(pgettext('a dialog', 'Close'), 'Zamknij');
});

test('a text without translation stays English', () => {
  assert.equal(gettext('Hello %(name)s', { name: 'Maya' }), 'Hello Maya');
  assert.equal(gettext('Close'), 'Close');
  assert.equal(ngettext('%(num)s chat', '%(num)s chats', 1, { num: 1 }), '1 chat');
});

test('each number has its plural form', () => {
  assert.equal(messages(1), '1 nowa wiadomość');
  assert.equal(messages(3), '3 nowe wiadomości');
  assert.equal(messages(5), '5 nowych wiadomości');
});

test('what is filled in is not filled in again', () => {
  assert.equal(gettext('%(name)s left', { name: '%(other)s', other: 'x' }), '%(other)s left');
  assert.equal(gettext('%(name)s left', {}), '%(name)s left');
});
