import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';

const shown = [];
let tones = 0;

class Node {
  gain = { linearRampToValueAtTime() {}, exponentialRampToValueAtTime() {} };
  connect(next) { return next; }
  start() { tones += 1; }
  stop() {}
}
globalThis.OscillatorNode = Node;
globalThis.GainNode = Node;
globalThis.AudioContext = class {
  state = 'running';
  currentTime = 0;
  resume() {}
};
globalThis.Notification = class {
  static permission = 'granted';
  static requestPermission = async () => Notification.permission;
  constructor(text) { shown.push(text); }
  addEventListener() {}
};
globalThis.document = { visibilityState: 'visible' };
const touches = [];
globalThis.addEventListener = (_, wake) => touches.push(wake);

const { allowSound, call, notification, wishNotification, wishSound } = await import(
  '../../../static/js/visitor/attention.js');

mock.timers.enable({ apis: ['Date'], now: 1_000_000 });

beforeEach(() => {
  mock.timers.tick(60_000);
  shown.length = 0;
  tones = 0;
  document.visibilityState = 'visible';
});

test('nothing sounds before the page was touched, then one call in five seconds does', () => {
  call('Ana has joined');
  assert.equal(tones, 0);
  allowSound();
  touches[0]();
  call('Ana has joined');
  const ofOneCall = tones;
  assert.ok(ofOneCall > 0);
  call('1 new message');
  assert.equal(tones, ofOneCall);
  mock.timers.tick(5_000);
  call('2 new messages');
  assert.equal(tones, 2 * ofOneCall);
});

test('a visitor may wish for quiet', () => {
  wishSound(false);
  call('Ana has joined');
  assert.equal(tones, 0);
  wishSound(true);
});

test('a notification comes when it was wished for and the page is out of sight', async () => {
  document.visibilityState = 'hidden';
  call('Ana has joined');
  assert.deepEqual(shown, []);
  assert.equal(await wishNotification(true), true);
  call('Ana has joined');
  assert.deepEqual(shown, ['Ana has joined']);
  document.visibilityState = 'visible';
  call('1 new message');
  assert.equal(shown.length, 1);
});

test('a browser that refuses notifications is told of, and none comes', async () => {
  Notification.permission = 'denied';
  document.visibilityState = 'hidden';
  assert.equal(await wishNotification(true), false);
  assert.equal(notification.value, false);
  call('Ana has joined');
  assert.deepEqual(shown, []);
});
