/**
 * Acts that wait a few seconds for an Undo before they are sent: end, transfer, convert.
 * One act per chat at a time; nothing has reached the server while it waits.
 */
import { signal } from '@preact/signals-core'

export function createDeferredActs({ seconds = 5, setTimer = setTimeout, clearTimer = clearTimeout } = {}) {
  const waiting = signal(new Map())

  function take(chatId) {
    const act = waiting.value.get(chatId)
    if (act) {
      clearTimer(act.timer)
      waiting.value = without(waiting.value, chatId)
    }
    return act
  }

  const send = (chatId) => take(chatId)?.send()

  return {
    /** Map of chat id to `{kind, text, send}`, in the order in which they were asked for. */
    waiting,
    defer(chatId, act) {
      if (waiting.value.has(chatId)) return
      // `setTimeout` must not be called as a method of anything but the window.
      const timer = setTimer.call(globalThis, () => send(chatId), seconds * 1000)
      waiting.value = new Map(waiting.value).set(chatId, { ...act, timer })
    },
    undo: take,
    undoLatest: () => take([...waiting.value.keys()].at(-1)),
    sendAllNow: () => [...waiting.value.keys()].forEach(send),
  }
}

function without(map, key) {
  const rest = new Map(map)
  rest.delete(key)
  return rest
}
