import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { holdsCard, maskCards } from '../../../static/js/live/cards.js';

const known = JSON.parse(readFileSync(new URL('../../cards.json', import.meta.url)));

for (const { what, text, masked } of known) {
  test(`${what}: the page sees what the server will mask`, () => {
    assert.equal(maskCards(text), masked);
    assert.equal(holdsCard(text), text !== masked);
  });
}

test('a long text is looked at within the time of a key press', () => {
  for (const text of ['4 '.repeat(2000), '4-1-'.repeat(1000), 'word '.repeat(800)]) {
    const before = process.cpuUsage(); // Its own time, however busy the machine is.
    holdsCard(text);
    assert.ok(process.cpuUsage(before).user < 200_000);
  }
});
