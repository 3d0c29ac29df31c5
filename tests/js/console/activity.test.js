import assert from 'node:assert/strict';
import { mock, test } from 'node:test';

import { Activity } from '../../../static/js/console/activity.js';

test('an hour that the clock is set back silences nobody who works', () => {
  mock.timers.reset();
  mock.timers.enable({ apis: ['Date'], now: 10_000_000 });
  const told = [];
  const hears = {};
  globalThis.addEventListener = (event, hear) => { hears[event] = hear; };
  const connection = { onConnected() {}, request: (_, payload) => told.push(payload.idle_seconds) };
  new Activity(connection).start();
  hears.keydown();
  mock.timers.setTime(10_000_000 - 3_600_000);
  hears.keydown();
  hears.keydown();
  assert.deepEqual(told, [0, 0]);
});

test('the page tells how long ago it was touched, seldom while it is touched', () => {
  mock.timers.reset();
  mock.timers.enable({ apis: ['Date'], now: 1_000_000 });
  const told = [];
  const hears = {};
  globalThis.addEventListener = (event, hear) => { hears[event] = hear; };
  let greet;
  const connection = {
    onConnected: (act) => { greet = act; },
    request: (event, payload) => told.push([event, payload.idle_seconds]),
  };
  new Activity(connection).start();
  greet();
  for (let second = 0; second < 41; second += 1) {
    hears.keydown();
    mock.timers.tick(1_000);
  }
  assert.deepEqual(told, [['activity', 0], ['activity', 0], ['activity', 0]]);
  mock.timers.tick(59_500);
  greet();
  assert.deepEqual(told.at(-1), ['activity', 60]);
});
