import assert from 'node:assert/strict'
import { test } from 'node:test'

import { createBoard } from '../../../static/js/console/board.js'

const maya = { id: 'maya', position: 1 }
const otto = { id: 'otto', position: 2 }
const queue = (revision, chats) => ({ revision, length: chats.length, chats, oldest_wait_seconds: 0 })

test('an older picture of the queue does not replace a newer one', () => {
  const board = createBoard()
  board.apply(queue(7, [maya]))
  board.apply(queue(6, [maya, otto]))
  assert.equal(board.queue.value.length, 1)
  board.apply(queue(8, []))
  assert.equal(board.queue.value.length, 0)
})

test('a lost race says who won in the row, then the next one has moved up', () => {
  let over
  const board = createBoard({ setTimer: (run) => (over = run) })
  board.apply(queue(1, [maya, otto]))
  board.showLoss(maya, 'Bea')
  assert.deepEqual(board.rows.value.map(({ chat, takenBy }) => [chat.id, takenBy]), [['maya', 'Bea'], ['otto', null]])

  board.apply(queue(2, [{ ...otto, position: 1 }]))
  assert.deepEqual(board.rows.value.map(({ chat }) => chat.id), ['maya', 'otto'])
  over()
  assert.deepEqual(board.rows.value.map(({ chat, place }) => [chat.id, place]), [['otto', 1]])
})
