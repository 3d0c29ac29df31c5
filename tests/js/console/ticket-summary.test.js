import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ticketSummary } from '../../../static/js/console/ticket-summary.js';

const said = (seq, body, more) => (
  { seq, body, kind: 'text', author: { kind: 'visitor' }, ...more });

test('a summary has the question and what the visitor has added, nothing of the team', () => {
  const messages = [
    said(1, 'My cart is empty'),
    said(2, 'Ana joined', { kind: 'system', author: { kind: 'system' } }),
    said(3, 'Which browser?', { author: { kind: 'agent' } }),
    said(4, 'Safari on my iPad'),
    said(5, 'CANARY', { kind: 'note', author: { kind: 'agent' } }),
    said(6, ''),
  ];
  assert.equal(ticketSummary('My cart is empty', messages), 'My cart is empty\nSafari on my iPad');
});

test('a long chat is cut where the room ends, a long question is not', () => {
  const summary = ticketSummary('Hello', [said(2, 'a'.repeat(900)), said(3, 'b'.repeat(200))]);
  assert.equal(summary, `Hello\n${'a'.repeat(900)}\n…`);
  const question = 'q'.repeat(4_000);
  assert.equal(ticketSummary(question, []), question);
});
