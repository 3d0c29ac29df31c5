import assert from 'node:assert/strict'
import { test } from 'node:test'

import { createDeferredActs } from '../../../static/js/console/deferred.js'

function fakeTimers() {
  const timers = new Map()
  let next = 1
  return {
    setTimer: (run, delay) => timers.set(next, { run, delay }) && next++,
    clearTimer: (id) => timers.delete(id),
    elapse: () => [...timers].forEach(([id, { run }]) => timers.delete(id) && run()),
    delays: () => [...timers.values()].map(({ delay }) => delay),
  }
}

test('an act is sent when five seconds are over, and not before', () => {
  const timers = fakeTimers()
  const acts = createDeferredActs(timers)
  const sent = []
  acts.defer('chat', { kind: 'end', send: () => sent.push('end') })
  assert.deepEqual(timers.delays(), [5000])
  assert.deepEqual(sent, [])
  timers.elapse()
  assert.deepEqual(sent, ['end'])
  assert.equal(acts.waiting.value.size, 0)
})

test('an act that was undone is never sent', () => {
  const timers = fakeTimers()
  const acts = createDeferredActs(timers)
  const sent = []
  acts.defer('one', { kind: 'end', send: () => sent.push('one') })
  acts.defer('two', { kind: 'end', send: () => sent.push('two') })
  assert.equal(acts.undoLatest().kind, 'end')
  timers.elapse()
  assert.deepEqual(sent, ['one'])
})

test('a second act waits for nothing while the first one does', () => {
  const timers = fakeTimers()
  const acts = createDeferredActs(timers)
  acts.defer('chat', { kind: 'end', send() {} })
  acts.defer('chat', { kind: 'transfer', send() {} })
  assert.equal(acts.waiting.value.get('chat').kind, 'end')
})

test('leaving the page sends what waits, once', () => {
  const timers = fakeTimers()
  const acts = createDeferredActs(timers)
  const sent = []
  acts.defer('chat', { kind: 'end', send: () => sent.push('end') })
  acts.sendAllNow()
  timers.elapse()
  assert.deepEqual(sent, ['end'])
})
