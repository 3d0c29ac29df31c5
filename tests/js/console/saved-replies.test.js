import assert from 'node:assert/strict';
import { test } from 'node:test';

import { findReplies, valuesIn } from '../../../static/js/console/saved-replies.js';
import { filled, openVariables, piecesOf } from '../../../static/js/console/variables.js';

const chat = { visitor: { name: 'Marit Solberg' }, ticket: { number: 'IT-1001', url: '/' } };
const reply = (shortcut, title, text, is_shared = true) => (
  { id: shortcut, shortcut, title, text, is_shared });
const all = [
  reply('report-cache', 'Report: cache was cleared', 'Done.', false),
  reply('points', 'Points', 'Empty the cache first.'),
  reply('cache-ios', 'Clear cache on iPad', 'Open Settings.'),
  reply('makela', 'Frage von Mäkelä', 'Hallo'),
];
const found = (search) => findReplies(all, search).map(({ shortcut }) => shortcut);

test('variables are filled with what this chat knows', () => {
  const values = valuesIn(chat, 'Ana Moreau');
  assert.deepEqual(values, { name: 'Marit', number: 'IT-1001', agent: 'Ana' });
  assert.equal(filled('Hi {name}, {agent} made {number}.', values), 'Hi Marit, Ana made IT-1001.');
});

test('what is unknown or has no value stays and is told', () => {
  const values = valuesIn({ ...chat, ticket: null }, 'Ana');
  const text = filled('{name}: {number}, {order} and {number}', values);
  assert.equal(text, 'Marit: {number}, {order} and {number}');
  assert.deepEqual(openVariables(text), ['{number}', '{order}']);
  assert.deepEqual(piecesOf('To {name}: {toString}', values), [
    { text: 'To ' },
    { variable: '{name}', value: 'Marit' },
    { text: ': ' },
    { variable: '{toString}', value: null },
  ]);
});

test('braces with anything else in them are no variables', () => {
  assert.deepEqual(openVariables('{} { name } {"a": 1} {4102}'), []);
});

test('every word is looked for in shortcut, title and text, the team first, best match first', () => {
  assert.deepEqual(found('cache'), ['cache-ios', 'points', 'report-cache']);
  assert.deepEqual(found('/cache'), ['cache-ios', 'points', 'report-cache']);
  assert.deepEqual(found('CACHE ipad'), ['cache-ios']);
  assert.deepEqual(found('mäkelä'), ['makela']);
  assert.deepEqual(found('makela'), ['makela']);
  assert.deepEqual(found('nothing of it'), []);
  assert.equal(found('').length, 4);
});
