import assert from 'node:assert/strict';
import { test } from 'node:test';

import { pieces } from '../../../static/js/live/link-pieces.js';

function links(text) {
  return pieces(text).filter((piece) => piece.href).map((piece) => piece.href);
}

test('the text is whole again when its pieces are joined', () => {
  const text = 'See https://example.com/a?b=c, or write to mailto:it@example.com (thanks).';
  assert.equal(pieces(text).map((piece) => piece.text).join(''), text);
  assert.deepEqual(links(text), ['https://example.com/a?b=c', 'mailto:it@example.com']);
});

test('what ends the sentence does not end up in the address', () => {
  assert.deepEqual(links('(https://example.com/x).'), ['https://example.com/x']);
  assert.deepEqual(links('https://example.com/a_(b)!'), ['https://example.com/a_(b)']);
});

test('only http, https and mailto become links', () => {
  for (const text of [
    'javascript:alert(1)', 'JaVaScRiPt:alert(1)', 'data:text/html,<script>alert(1)</script>',
    'vbscript:x', 'file:///etc/passwd', 'java\u0000script:alert(1)', 'ftp://example.com',
    'https://', 'https://[', '&#106;avascript:alert(1)',
  ]) assert.deepEqual(links(text), [], text);
});

test('markup stays text', () => {
  assert.deepEqual(pieces('<img src=x onerror=alert(1)>'), [
    { text: '<img src=x onerror=alert(1)>' },
  ]);
});

test('a host that mixes alphabets is shown as what it really is', () => {
  const [piece] = pieces('https://p\u0430ypal.com/login');
  assert.match(piece.text, /^https:\/\/xn--/);
  assert.equal(pieces('https://b\u00fccher.example/')[0].text, 'https://b\u00fccher.example/');
});
