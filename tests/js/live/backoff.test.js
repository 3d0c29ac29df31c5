import assert from 'node:assert/strict';
import { test } from 'node:test';

import { retryDelay } from '../../../static/js/live/backoff.js';

const lowest = () => 0;
const highest = () => 0.999999;

test('the first try comes within a second, at a random moment', () => {
  assert.equal(retryDelay({ attempt: 0, lostForMs: 0, random: lowest }), 0);
  assert.ok(retryDelay({ attempt: 0, lostForMs: 0, random: highest }) < 1_000);
});

test('later tries wait half fixed and half random, twice as long each time', () => {
  assert.equal(retryDelay({ attempt: 1, lostForMs: 0, random: lowest }), 500);
  assert.equal(Math.round(retryDelay({ attempt: 1, lostForMs: 0, random: highest })), 1_000);
  assert.equal(retryDelay({ attempt: 3, lostForMs: 0, random: lowest }), 2_000);
});

test('a try waits 8 seconds at most in the first five minutes, and 30 after them', () => {
  assert.equal(Math.round(retryDelay({ attempt: 9, lostForMs: 0, random: highest })), 8_000);
  const late = { attempt: 90, lostForMs: 301_000 };
  assert.equal(Math.round(retryDelay({ ...late, random: highest })), 30_000);
  assert.equal(retryDelay({ ...late, random: lowest }), 15_000);
});

test('a thousand pages that lose one server do not come back at once', () => {
  const perTenth = new Array(10).fill(0);
  for (let page = 0; page < 1_000; page += 1) {
    perTenth[Math.floor(retryDelay({ attempt: 0, lostForMs: 0 }) / 100)] += 1;
  }
  assert.ok(Math.max(...perTenth) <= 300, `the peak is 3 times the mean at most: ${perTenth}`);
});
