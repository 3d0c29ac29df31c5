import assert from 'node:assert/strict';
import { test } from 'node:test';

import { codePoints, tidy } from '../../../static/js/live/text.js';

test('line ends become one kind and the ends are trimmed', () => {
  assert.equal(tidy('  one\r\ntwo\rthree\n'), 'one\ntwo\nthree');
});

test('what the server refuses is taken out before it is sent', () => {
  assert.equal(tidy('a\u0000b\u000bc\ud800d\te\u0085'), 'abcd\te');
});

test('letters are composed', () => {
  assert.equal(tidy('A\u030a'), '\u00c5');
});

test('the limit counts code points, not halves of them', () => {
  assert.equal(codePoints('😀😀'), 2);
});
