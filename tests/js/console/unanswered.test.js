import assert from 'node:assert/strict';
import { test } from 'node:test';

import { lastSpoken, unansweredSince } from '../../../static/js/console/unanswered.js';

const message = (seq, author, kind = 'text') => ({
  seq,
  kind,
  author: { kind: author },
  created_at: new Date(seq * 60_000).toISOString(),
});

test('a visitor waits since the oldest message that nobody answered', () => {
  const messages = [message(1, 'visitor'), message(2, 'visitor')];
  assert.equal(unansweredSince(messages), 60_000);
  assert.equal(unansweredSince([...messages, message(3, 'agent')]), null);
  assert.equal(unansweredSince([...messages, message(3, 'agent'), message(4, 'visitor')]), 240_000);
});

test('a note is no answer and a system line says nothing', () => {
  const messages = [
    message(1, 'visitor'),
    message(2, 'agent', 'note'),
    message(3, 'system', 'system'),
  ];
  assert.equal(unansweredSince(messages), 60_000);
  assert.equal(lastSpoken(messages).seq, 2);
  assert.equal(lastSpoken([]), null);
});
