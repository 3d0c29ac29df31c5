import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

import { DeferredActs } from '../../../static/js/console/deferred.js';

let acts;
let sent;

beforeEach(() => {
  acts = new DeferredActs();
  sent = [];
});

const act = (name) => ({ text: name, send: () => sent.push(name) });

test('an act is sent when five seconds are over, and not before', ({ mock }) => {
  mock.timers.enable({ apis: ['setTimeout'] });
  acts.defer('maya', act('end'));
  mock.timers.tick(4_999);
  assert.deepEqual(sent, []);
  mock.timers.tick(1);
  assert.deepEqual(sent, ['end']);
  assert.equal(acts.waiting.value.size, 0);
});

test('an act that was undone is never sent', ({ mock }) => {
  mock.timers.enable({ apis: ['setTimeout'] });
  acts.defer('maya', act('end Maya'));
  acts.defer('otto', act('end Otto'));
  assert.equal(acts.undoLatest().text, 'end Otto');
  mock.timers.tick(5_000);
  assert.deepEqual(sent, ['end Maya']);
  assert.equal(acts.undoLatest(), null);
});

test('a chat has one act at a time', ({ mock }) => {
  mock.timers.enable({ apis: ['setTimeout'] });
  acts.defer('maya', act('end'));
  acts.defer('maya', act('transfer'));
  mock.timers.tick(5_000);
  assert.deepEqual(sent, ['end']);
});

test('leaving the page sends what waits, once', ({ mock }) => {
  mock.timers.enable({ apis: ['setTimeout'] });
  acts.defer('maya', act('end Maya'));
  acts.defer('otto', act('end Otto'));
  acts.sendAllNow();
  mock.timers.tick(5_000);
  assert.deepEqual(sent, ['end Maya', 'end Otto']);
});
