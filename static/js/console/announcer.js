/**
 * The console's one spoken line: at most every ten seconds, what happened outside the focused chat.
 * Facts that arrive in between are gathered and said together, so that nothing is spoken twice.
 */
import { signal } from '@preact/signals-core'

const PAUSE_MS = 10_000

export function createAnnouncer({ sentences, now = Date.now, setTimer = setTimeout }) {
  const line = signal('')
  const newMessages = new Map()
  let waiting = null
  let lastSaidAt = -Infinity
  let isTimed = false

  function say() {
    isTimed = false
    const parts = [...newMessages].map(([name, count]) => sentences.newMessages(name, count))
    if (waiting !== null) parts.push(sentences.waiting(waiting))
    newMessages.clear()
    waiting = null
    lastSaidAt = now()
    line.value = parts.join(' ')
  }

  function saySoon() {
    if (isTimed) return
    isTimed = true
    setTimer.call(globalThis, say, Math.max(0, lastSaidAt + PAUSE_MS - now()))
  }

  return {
    line,
    newMessage(name) {
      newMessages.set(name, (newMessages.get(name) ?? 0) + 1)
      saySoon()
    },
    queueGrew(length) {
      waiting = length
      saySoon()
    },
  }
}
