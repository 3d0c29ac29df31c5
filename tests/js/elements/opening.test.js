import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isSameZone, openingTime } from '../../../static/js/elements/opening.js';

const FRIDAY_NIGHT = new Date('2026-03-06T22:30:00Z');
const oslo = { language: 'en', timeZone: 'Europe/Oslo', reader: 'en-GB', now: FRIDAY_NIGHT };

test('an opening is told as one says it', () => {
  assert.equal(openingTime('2026-03-06T22:45:00Z', oslo), 'today, 23:45');
  assert.equal(openingTime('2026-03-07T09:00:00Z', oslo), 'tomorrow, Saturday, 10:00');
  assert.equal(openingTime('2026-03-09T07:00:00Z', oslo), 'Monday 9 March, 08:00');
});

test("the day is the reader's own", () => {
  const tokyo = { ...oslo, timeZone: 'Asia/Tokyo' };
  assert.equal(openingTime('2026-03-07T09:00:00Z', tokyo), 'today, 18:00');
});

test("the words are those of the page, the clock is the reader's", () => {
  assert.equal(
    openingTime('2026-03-07T09:00:00Z', { ...oslo, language: 'nb' }), 'i morgen, lørdag, 10:00');
  assert.match(openingTime('2026-03-07T09:00:00Z', { ...oslo, reader: 'en-US' }), /10:00.am$/iu);
});

test('two zones are the same when they show the same time', () => {
  assert.equal(isSameZone('Europe/Oslo', 'Europe/Berlin'), true);
  assert.equal(isSameZone('Europe/Oslo', 'Asia/Tokyo'), false);
});
