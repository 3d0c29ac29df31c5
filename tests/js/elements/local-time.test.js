import assert from 'node:assert/strict';
import { test } from 'node:test';

import { exactTime, localTime } from '../../../static/js/elements/local-time.js';

const LATE = '2026-03-06T23:30:00.000Z';
const OSLO = { timeZone: 'Europe/Oslo', reader: 'nb', language: 'en' };

test('a time is shown in the zone of its reader, even when that is another day', () => {
  assert.equal(localTime(LATE, OSLO), '7 Mar 2026, 00:30');
  assert.equal(localTime(LATE, { ...OSLO, shows: 'date' }), '7 Mar 2026');
  assert.equal(localTime(LATE, { ...OSLO, shows: 'time' }), '00:30');
});

test('the month is in the language of the page', () => {
  assert.match(localTime(LATE, { ...OSLO, language: 'nb', shows: 'date' }), /^7\. mars 2026$/);
});

test('a clock is that of the page, but where the page is English', () => {
  const inOslo = { timeZone: 'Europe/Oslo' };
  assert.equal(localTime(LATE, { ...inOslo, language: 'de', shows: 'time' }), '00:30');
  assert.match(
    localTime(LATE, { ...inOslo, language: 'en', reader: 'en-US', shows: 'time' }), /^(0|12):30.am$/iu);
});

test('the whole time names the weekday and the zone', () => {
  assert.match(exactTime(LATE, OSLO), /^Saturday,? 7 March 2026 at 00:30:00/);
});
