import assert from 'node:assert/strict';
import { test } from 'node:test';

import { linesOf } from '../../../static/js/live/thread-lines.js';

function said(seq, created_at, { by = 'agent', name = 'Ana', kind = 'text' } = {}) {
  return { key: `k${seq}`, seq, kind, created_at, author: { kind: by, name }, body: 'x' };
}

function sketch(lines) {
  return lines.map((line) => {
    if (line.type !== 'message') return line.type;
    const place = `${line.isFirst ? ' first' : ''}${line.isLast ? ' last' : ''}`;
    return (line.own ? 'own' : 'other') + place;
  });
}

test('messages of one author within two minutes are one group', () => {
  const lines = linesOf([
    said(1, '2026-03-06T09:30:00.000Z'),
    said(2, '2026-03-06T09:32:00.000Z'),
    said(3, '2026-03-06T09:34:01.000Z'),
  ], { side: 'visitor' });
  assert.deepEqual(sketch(lines), ['day', 'other first', 'other last', 'other first last']);
});

test('another author, a note or a system line ends the group', () => {
  const at = '2026-03-06T09:30:00.000Z';
  const lines = linesOf([
    said(1, at),
    said(2, at, { name: 'Bea' }),
    said(3, at, { kind: 'note', name: 'Bea' }),
    said(4, at, { kind: 'system', by: 'system', name: null }),
    said(5, at, { by: 'visitor', name: 'Maya' }),
  ], { side: 'agent' });
  assert.deepEqual(sketch(lines), [
    'day', 'own first last', 'own first last', 'own first last', 'system', 'other first last',
  ]);
});

test('each day has its line', () => {
  const lines = linesOf([
    said(1, '2026-03-05T11:00:00.000Z'), said(2, '2026-03-07T11:00:00.000Z'),
  ], { side: 'agent' });
  assert.deepEqual(lines.map((line) => line.type), ['day', 'message', 'day', 'message']);
});

test('the "New" line stands above the first new message and counts them', () => {
  const at = '2026-03-06T09:30:00.000Z';
  const three = [said(1, at), said(2, at), said(3, at)];
  const lines = linesOf(three, { side: 'visitor', newFromSeq: 2 });
  assert.deepEqual(lines.map((line) => line.type), ['day', 'message', 'new', 'message', 'message']);
  assert.equal(lines[2].count, 2);
});
