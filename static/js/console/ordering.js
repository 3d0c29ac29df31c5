// In which order my chats stand, and when that order may be put on the screen.

/**
 * Longest unanswered first, then the answered ones with the latest on top, then the ended ones.
 * Takes `{id, isMine, unansweredSince, lastAt}` and returns ids.
 */
export function orderOfNeed(chats) {
  return [...chats].sort(compareNeed).map((chat) => chat.id);
}

/** The chat whose visitor has waited longest for an answer, or null when all have one. */
export function longestUnanswered(chats) {
  const waiting = chats.filter((chat) => chat.isMine && chat.unansweredSince !== null);
  return waiting.sort(compareNeed)[0]?.id ?? null;
}

/** Rows under a hand stay where they are: those that left go, new ones join at the end. */
export function settledOrder(shown, wanted, mayReorder) {
  if (mayReorder) return wanted;
  const kept = shown.filter((id) => wanted.includes(id));
  return [...kept, ...wanted.filter((id) => !kept.includes(id))];
}

/** The neighbour of a row, around the ends; the first one when nothing is chosen yet. */
export function neighbour(ids, id, step) {
  const at = ids.indexOf(id);
  if (ids.length === 0) return null;
  if (at === -1) return step > 0 ? ids[0] : ids.at(-1);
  return ids[(at + step + ids.length) % ids.length];
}

function compareNeed(one, other) {
  return group(one) - group(other) || within(one, other);
}

function group(chat) {
  if (!chat.isMine) return 2;
  return chat.unansweredSince === null ? 1 : 0;
}

function within(one, other) {
  return group(one) === 0 ? one.unansweredSince - other.unansweredSince : other.lastAt - one.lastAt;
}
