import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as format from '../../../static/js/live/format.js';

const NOW = new Date(2026, 2, 12, 14, 0).getTime();

test('a day is named as people call it', () => {
  assert.equal(format.dayName(new Date(2026, 2, 12, 8, 30), NOW), 'Today, 12 March');
  assert.equal(format.dayName(new Date(2026, 2, 11, 23, 59), NOW), 'Yesterday, 11 March');
  assert.match(format.dayName(new Date(2026, 2, 9), NOW), /^Monday,? 9 March 2026$/);
});

test('a moment names the day once', () => {
  assert.match(format.moment(new Date(2026, 2, 12, 8, 34), NOW), /^Today, 0?8:34/);
  assert.match(format.moment(new Date(2026, 2, 10, 8, 41), NOW), /^10 Mar 2026, 0?8:41/);
});

test('a length of time is rounded up towards members', () => {
  assert.equal(format.wholeMinutes(20), 0);
  assert.equal(format.wholeMinutes(60), 1);
  assert.equal(format.wholeMinutes(200), 4);
});

test('names are joined as in a sentence', () => {
  assert.equal(format.joined(['Ana']), 'Ana');
  assert.equal(format.joined(['Ana', 'Bea', 'Sam']), 'Ana, Bea and Sam');
});

test('a wait towards agents counts seconds', () => {
  assert.equal(format.stopwatch(372), '06:12');
  assert.equal(format.stopwatch(3729), '1:02:09');
  assert.equal(format.stopwatch(-3), '00:00');
});

test('initials are the first and the last name', () => {
  assert.equal(format.initials('Amelia Jane Hart'), 'AH');
  assert.equal(format.initials(' maya '), 'M');
  assert.equal(format.initials('Åse 😀'), 'Å😀');
});

test('sizes are rounded to what matters', () => {
  assert.equal(format.fileSize(280_576), '274 KB');
  assert.equal(format.fileSize(12), '1 KB');
  assert.match(format.fileSize(1_500_000), /^1[.,]4 MB$/);
});
