import assert from 'node:assert/strict'
import { test } from 'node:test'

import { createAnnouncer } from '../../../static/js/console/announcer.js'
import { spoken } from '../../../static/js/console/words.js'

test('what happens within ten seconds is said in one line', () => {
  let clock = 0
  const timers = []
  const announcer = createAnnouncer({
    sentences: spoken,
    now: () => clock,
    setTimer: (run, delay) => timers.push({ run, delay }),
  })
  announcer.newMessage('Otto')
  timers.pop().run()
  assert.equal(announcer.line.value, 'Otto: 1 new message.')

  clock = 2000
  announcer.newMessage('Otto')
  announcer.newMessage('Otto')
  announcer.queueGrew(4)
  assert.deepEqual(timers.map(({ delay }) => delay), [8000])
  clock = 10_000
  timers.pop().run()
  assert.equal(announcer.line.value, 'Otto: 2 new messages. Queue: 4 waiting.')
})
