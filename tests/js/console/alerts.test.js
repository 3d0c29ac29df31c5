import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';

import { signal } from '@preact/signals-core';

globalThis.location = { hash: '' };
globalThis.localStorage = undefined;
globalThis.matchMedia = () => ({ matches: false });
const listeners = {};
globalThis.addEventListener = (event, hear) => { (listeners[event] ??= []).push(hear); };
globalThis.document = { visibilityState: 'visible', hasFocus: () => isInFront, addEventListener() {}, querySelector: () => null };
let isInFront = false;

// Two tabs in one process: channels hear each other, and a lock has one holder.
const channels = [];
globalThis.BroadcastChannel = class {
  constructor(name) {
    this.name = name;
    channels.push(this);
  }

  addEventListener(_, hear) { this.hear = hear; }

  postMessage(data) {
    const others = channels.filter((one) => one !== this && one.name === this.name);
    for (const one of others) one.hear({ data });
  }
};
const queues = new Map();
const locks = {
  request(name, { signal: leaving }, act) {
    const queue = queues.get(name) ?? [];
    queues.set(name, queue);
    return new Promise((resolve, reject) => {
      const turn = async () => {
        await act();
        queue.shift();
        queue[0]?.();
        resolve();
      };
      queue.push(turn);
      leaving.addEventListener('abort', () => {
        if (queue.indexOf(turn) < 1) return;
        queue.splice(queue.indexOf(turn), 1);
        reject(Object.assign(new Error('left'), { name: 'AbortError' }));
      });
      if (queue[0] === turn) turn();
    });
  },
};
Object.defineProperty(globalThis, 'navigator', { value: { locks }, configurable: true });

let struck;
const param = () => ({ setValueAtTime() {}, exponentialRampToValueAtTime() {}, value: 0 });
const node = () => ({ connect: (next) => next, disconnect: () => { struck.push('hushed'); } });
globalThis.AudioContext = class {
  state = 'suspended';
  currentTime = 0;
  addEventListener() {}
  resume() { this.state = 'running'; }
  createGain() { return { ...node(), gain: param() }; }
  createOscillator() {
    return { ...node(), frequency: param(), start: () => struck.push('tone'), stop() {} };
  }
};
const shown = [];
globalThis.Notification = class {
  static permission = 'granted';
  static async requestPermission() { return 'granted'; }
  constructor(title, { tag }) { shown.push(`${tag}: ${title}`); }
  addEventListener(_, hear) { globalThis.pressNotice = hear; }
  close() { shown.push('closed'); }
};

const { Alerts } = await import('../../../static/js/console/alerts.js');
const { figureOf, withFigure } = await import('../../../static/js/console/favicon.js');
const { Board } = await import('../../../static/js/console/board.js');
const { tick } = await import('../../../static/js/console/tick.js');

const maya = { id: 'maya', visitor: { name: 'Maya' } };
const otto = { id: 'otto', visitor: { name: 'Otto' } };
const ana = { id: 'ana', role: 'agent', presence: 'online', active_chats: 0, capacity: 4, idle_since: null };
const sound = { waiting: 'drop', message: 'drop', volume: 60, repeat_seconds: 15 };
let revision = 0;
let agentNumber = 0;

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ['setInterval', 'Date'], now: 1_000_000 });
  struck = [];
  shown.length = 0;
  isInFront = false;
  agentNumber += 1;
});

/** One tab of Ana, whose sound can be heard unless `isBlocked`. */
async function tab({ isBlocked = false } = {}) {
  const me = { ...ana, id: `ana-${agentNumber}` };
  const page = { agent: me, targets: { claim_seconds: 300 } };
  const desk = { page, me: signal(me), board: new Board() };
  const settings = { all: signal({ sound, desktop_notifications: true }) };
  const connection = { status: signal({ name: 'connected' }) };
  const alerts = new Alerts({ desk, connection, settings });
  alerts.start();
  if (!isBlocked) await alerts.speaker.unblock();
  await settled();
  return { alerts, desk, settings, connection };
}

async function settled() {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

function wait(desk, ...chats) {
  revision += 1;
  desk.board.apply({ revision, length: chats.length, chats });
}

const rings = () => struck.filter((one) => one === 'tone').length;

test('it rings again and again while somebody waits, and is silent with the claim', async () => {
  const { desk } = await tab();
  assert.equal(rings(), 0);
  wait(desk, maya);
  assert.equal(rings(), 1);
  mock.timers.tick(30_000);
  assert.equal(rings(), 3);
  desk.board.drop('maya');
  assert.equal(struck.at(-1), 'hushed');
  mock.timers.tick(60_000);
  assert.equal(rings(), 3);
});

test('somebody more is no reason to ring out of turn', async () => {
  const { desk } = await tab();
  wait(desk, maya);
  wait(desk, maya, otto);
  assert.equal(rings(), 1);
});

test('it rings for who can take a chat, also for who was set away by the desk', async () => {
  const { desk, settings, connection } = await tab();
  for (const change of [
    { presence: 'away' }, { presence: 'offline' }, { active_chats: 4 },
  ]) {
    desk.me.value = { ...ana, ...change };
    wait(desk, maya);
  }
  desk.me.value = ana;
  connection.status.value = { name: 'offline' };
  settings.all.value = { sound: { ...sound, waiting: 'off' } };
  connection.status.value = { name: 'connected' };
  mock.timers.tick(60_000);
  assert.equal(rings(), 1, 'for the moment in which all was well');
  settings.all.value = { sound };
  const before = rings();
  desk.me.value = { ...ana, presence: 'away', idle_since: '2026-03-06T09:30:00.000Z' };
  mock.timers.tick(15_000);
  assert.equal(rings(), before + 1);
});

test('it rings for a supervisor who is full when somebody has waited for too long', async () => {
  const { desk } = await tab();
  const came = { ...maya, created_at: new Date(Date.now()).toISOString() };
  tick.value = Date.now() + 300_000;
  desk.me.value = { ...ana, role: 'supervisor', active_chats: 4 };
  wait(desk, came);
  assert.equal(rings(), 0);
  tick.value += 1_000;
  assert.equal(rings(), 1);
  mock.timers.tick(15_000);
  assert.equal(rings(), 2);
  desk.me.value = { ...ana, active_chats: 4 };
  mock.timers.tick(60_000);
  assert.equal(rings(), 2, 'for nobody else');
  desk.me.value = { ...ana, role: 'supervisor', active_chats: 4, presence: 'away' };
  mock.timers.tick(60_000);
  assert.equal(rings(), 2, 'nor for who is away');
});

test('only one tab sounds, and the next one when it is gone', async () => {
  const first = await tab();
  const second = await tab();
  const blocked = await tab({ isBlocked: true });
  for (const one of [first, second, blocked]) wait(one.desk, maya);
  assert.equal(rings(), 1);
  first.alerts.speaker.state.value = 'blocked';
  await settled();
  assert.equal(rings(), 2);
  mock.timers.tick(15_000);
  assert.equal(rings(), 3);
});

test('a message sounds once, seldom, and not in the chat one looks at', async () => {
  const { alerts } = await tab();
  const conversation = { id: 'maya', name: 'Maya' };
  alerts.message(conversation);
  alerts.message(conversation);
  assert.equal(rings(), 1);
  mock.timers.tick(5_000);
  alerts.message(conversation);
  assert.equal(rings(), 2);
});

test('a notification is for who has no tab of the console in front', async () => {
  const { alerts, desk } = await tab();
  wait(desk, maya);
  alerts.message({ id: 'otto', name: 'Otto' });
  desk.board.drop('maya');
  assert.deepEqual(shown, ['waiting: Somebody is waiting', 'chat:otto: Otto', 'closed']);
  isInFront = true;
  for (const look of listeners.focus) look();
  wait(desk, maya);
  alerts.message({ id: 'otto', name: 'Otto' });
  assert.equal(shown.length, 3);
});

test('a press on a notification leads to the chat', async () => {
  const { alerts } = await tab();
  globalThis.focus = () => shown.push('focused');
  alerts.arrived(otto);
  globalThis.pressNotice();
  assert.deepEqual(shown, ['chat:otto: Otto', 'focused', 'closed']);
  assert.equal(location.hash, '#chat-otto');
});

test('the icon has a figure up to nine', () => {
  assert.deepEqual([0, 1, 9, 10, 200].map(figureOf), ['', '1', '9', '9+', '9+']);
  assert.match(withFigure('<svg></svg>', '3'), />3<\/text><\/svg>$/u);
});
