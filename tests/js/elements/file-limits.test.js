import assert from 'node:assert/strict';
import { test } from 'node:test';

import { filled, refusalOf, shownSize } from '../../../static/js/elements/file-limits.js';

const WORDS = {
  not_a_picture: 'Not a picture.',
  too_large: 'The file is too large: {size}. The limit is 10 MB.',
};
const LIMITS = { largest: 10 * 1024 ** 2, types: ['image/png', 'image/jpeg'] };

const refusal = (size, type = 'image/png') => refusalOf({ size, type }, LIMITS, WORDS, 'en');

test('a picture within the limits is sent', () => {
  assert.equal(refusal(LIMITS.largest), null);
});

test('a picture that is too large is told how large it may be', () => {
  assert.equal(
    refusal(14.3 * 1024 ** 2),
    'The file is too large: 14.3 MB. The limit is 10 MB.',
  );
});

test('one byte too many does not read as the limit itself', () => {
  assert.match(refusal(LIMITS.largest + 1), /10\.1 MB\. The limit/);
});

test('another type is refused, and an unknown one left to the server', () => {
  assert.equal(refusal(100, 'application/pdf'), 'Not a picture.');
  assert.equal(refusal(100, ''), null);
});

test('sizes are written as the language writes them', () => {
  assert.equal(shownSize(412 * 1024, 'en'), '412 kB');
  assert.match(shownSize(1.5 * 1024 ** 2, 'nb'), /^1,5.MB$/);
});

test('only the places that are known are filled in', () => {
  assert.equal(filled('{name} of {size}', { name: 'a.png' }), 'a.png of {size}');
});
