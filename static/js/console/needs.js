// Who waits for an answer, how long, and in which order my chats stand (pure).

const NEAR_SHARE = 0.6;

/** When the visitor wrote the oldest message without an answer, in milliseconds, or null. */
export function unansweredSince(messages) {
  let since = null;
  for (const message of messages) {
    if (isReply(message)) since = null;
    else if (isFromVisitor(message) && since === null) since = Date.parse(message.created_at);
  }
  return since;
}

/** The last message a person wrote, which is what a row of my chats shows. */
export function lastSpoken(messages) {
  return messages.findLast((message) => message.kind !== 'system') ?? null;
}

/** Whole seconds between two times in milliseconds, never negative: clocks of machines differ. */
export function secondsBetween(start, end) {
  return Math.max(0, Math.floor((end - start) / 1000));
}

/** "plain" up to 60 % of the target, "near" up to the target, "over" after it. */
export function waitStep(seconds, targetSeconds) {
  if (seconds > targetSeconds) return 'over';
  return seconds > targetSeconds * NEAR_SHARE ? 'near' : 'plain';
}

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

function isFromVisitor(message) {
  return message.author.kind === 'visitor';
}

function isReply(message) {
  return message.author.kind === 'agent' && message.kind === 'text';
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
