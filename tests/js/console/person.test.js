import assert from 'node:assert/strict';
import { test } from 'node:test';

globalThis.location = { hash: '' };
globalThis.matchMedia = () => ({ matches: true });
const { cityOf, clockIn } = await import('../../../static/js/console/person.js');

const noon = Date.parse('2026-03-06T12:00:00Z');

test('the clock of a visitor is that of their time zone', () => {
  assert.equal(clockIn('Europe/Oslo', noon), '13:00');
  assert.equal(clockIn('Asia/Kolkata', noon), '17:30');
  assert.equal(clockIn('UTC', noon), '12:00');
});

test('midnight is 00, and a zone that this browser does not know has no clock', () => {
  assert.equal(clockIn('UTC', Date.parse('2026-03-06T00:05:00Z')), '00:05');
  assert.equal(clockIn('Europe/Atlantis', noon), null);
});

test('a time zone is called by its city', () => {
  assert.equal(cityOf('America/Argentina/Buenos_Aires'), 'Buenos Aires');
  assert.equal(cityOf('UTC'), 'UTC');
});
