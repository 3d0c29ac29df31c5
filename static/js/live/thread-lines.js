// The lines of a thread: days, messages grouped by author, system lines, the "New" line (pure).

const GROUP_WITHIN_MS = 2 * 60_000;

/**
 * Puts bubbles into the lines that the thread draws:
 *   {type: 'day', key, at} · {type: 'new', key, count} · {type: 'system', key, bubble} ·
 *   {type: 'message', key, bubble, own, isFirst, isLast}
 * isFirst and isLast tell the place in a group: consecutive messages of one author and kind, each
 * within 2 minutes of the one before.
 *
 * @param {object[]} bubbles from thread-state's `bubbles`
 * @param {object} reader
 * @param {'visitor'|'agent'} reader.side whose messages are "own"
 * @param {number|null} [reader.newFromSeq] the message above which the "New" line stands
 */
export function linesOf(bubbles, { side, newFromSeq = null }) {
  const lines = [];
  let before = null;
  for (const bubble of bubbles) {
    if (!before || dayOf(before) !== dayOf(bubble)) {
      lines.push({ type: 'day', key: `day-${dayOf(bubble)}`, at: bubble.created_at });
    }
    if (newFromSeq !== null && bubble.seq === newFromSeq) {
      lines.push({ type: 'new', key: 'new', count: countFrom(bubbles, newFromSeq, side) });
    }
    lines.push(lineOf(bubble, side, lines.at(-1)));
    before = bubble;
  }
  return lines;
}

function lineOf(bubble, side, above) {
  if (bubble.kind === 'system') return { type: 'system', key: bubble.key, bubble };
  const isFirst = above?.type !== 'message' || !isOneGroup(above.bubble, bubble);
  if (!isFirst) above.isLast = false;
  const own = bubble.author.kind === side;
  return { type: 'message', key: bubble.key, bubble, own, isFirst, isLast: true };
}

function isOneGroup(one, next) {
  return one.kind === next.kind
    && one.author.kind === next.author.kind
    && one.author.name === next.author.name
    && new Date(next.created_at) - new Date(one.created_at) <= GROUP_WITHIN_MS;
}

function dayOf(bubble) {
  return new Date(bubble.created_at).toDateString();
}

function countFrom(bubbles, seq, side) {
  const isNew = (one) => one.seq >= seq && one.kind === 'text' && one.author.kind !== side;
  return bubbles.filter(isNew).length;
}
