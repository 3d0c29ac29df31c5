// Which two chats stand side by side, and where (pure).

/**
 * The slots after something has changed: a chat that is opened takes the empty slot, else the
 * place of the one that was active; a chat that is gone leaves its slot to the next of mine.
 *
 * @param {(string|null)[]} slots two ids
 * @param {object} now
 * @param {string|null} now.open the active chat
 * @param {string|null} now.before the one that was active before
 * @param {string[]} now.known ids that can be shown
 * @param {string[]} now.order my chats, the most urgent first
 */
export function arranged(slots, { open, before, known, order }) {
  const kept = slots.map((id) => (known.includes(id) ? id : null));
  const placed = open === null || kept.includes(open) ? kept : put(kept, open, before);
  const spare = order.find((id) => !placed.includes(id) && known.includes(id)) ?? null;
  const next = placed.map((id) => id ?? (placed.some(Boolean) ? spare : null));
  return next.every((id, index) => id === slots[index]) ? slots : next;
}

function put(slots, open, before) {
  const free = slots.indexOf(null);
  const at = free === -1 ? Math.max(0, slots.indexOf(before)) : free;
  return slots.map((id, index) => (index === at ? open : id));
}
