/** The queue as the server last told it, and the rows a colleague was quicker to claim. */
import { computed, signal } from '@preact/signals-core'

const LOSS_SHOWN_MS = 3000

export function createBoard({ setTimer = setTimeout } = {}) {
  const queue = signal({ revision: -1, length: 0, chats: [], oldest_wait_seconds: 0 })
  const losses = signal([])

  return {
    queue,
    rows: computed(() => rowsOf(queue.value.chats, losses.value)),
    /** An older picture than the one on screen is dropped: events and snapshots may cross. */
    apply(next) {
      if (next.revision >= queue.value.revision) queue.value = next
    },
    find: (chatId) => queue.value.chats.find((chat) => chat.id === chatId) ?? null,
    /** The row says for a moment who has the chat, then the next one has moved up. */
    showLoss(chat, winner) {
      const place = Math.max(0, queue.value.chats.findIndex(({ id }) => id === chat.id))
      const loss = { chat, place, winner }
      losses.value = [...losses.value.filter((other) => other.chat.id !== chat.id), loss]
      setTimer.call(globalThis, () => {
        losses.value = losses.value.filter((other) => other !== loss)
      }, LOSS_SHOWN_MS)
    },
  }
}

/** `{chat, place, takenBy}` for each row: the queue, with lost chats where they stood. */
export function rowsOf(chats, losses) {
  const lost = new Map(losses.map((loss) => [loss.chat.id, loss]))
  const rows = chats
    .filter((chat) => !lost.has(chat.id))
    .map((chat, index) => ({ chat, place: chat.position ?? index + 1, takenBy: null }))
  for (const { chat, place, winner } of losses) {
    rows.splice(Math.min(place, rows.length), 0, { chat, place: place + 1, takenBy: winner })
  }
  return rows
}
