// What a page holds of one chat's messages, and how each thing that arrives changes it (pure).
//
// A thread is {messages, held, synced_seq, read_seq, delivered_seq}:
//   messages     shown, ascending by seq, each seq once
//   held         {message, previous_seq} that came after a gap; shown when the gap is filled, or
//                when `release` gives up waiting for it
//   synced_seq   all that this reader may see up to here has arrived
//   read_seq, delivered_seq   {visitor, agent}: how far each side has come; they only grow

/** A thread of the messages that came with the page or a claim, and of its chat's marks. */
export function threadFrom(messages, chat) {
  const empty = {
    messages: [],
    held: [],
    synced_seq: 0,
    read_seq: { visitor: 0, agent: 0 },
    delivered_seq: { visitor: 0, agent: 0 },
  };
  return withMarks(addNewer(empty, messages), chat);
}

/** Has something gone missing before this pushed message? Then a `sync` is due at once. */
export function hasMissed(thread, previous_seq) {
  return previous_seq > thread.synced_seq;
}

/** A message was pushed; `previous_seq` is that of the one before it that we may see. */
export function receive(thread, message, previous_seq) {
  if (holds(thread, message)) return thread;
  if (hasMissed(thread, previous_seq)) {
    return { ...thread, held: [...thread.held, { message, previous_seq }] };
  }
  const synced_seq = Math.max(thread.synced_seq, message.seq);
  return closeUp({ ...thread, messages: merge(thread.messages, [message]), synced_seq });
}

/** Our own message was stored. It shows at once; others before it may still be on their way. */
export function acknowledge(thread, message) {
  if (holds(thread, message)) return thread;
  return closeUp({ ...thread, messages: merge(thread.messages, [message]) });
}

/** The answer to a `sync` after our `synced_seq`: no gap is left up to its last message. */
export function addNewer(thread, messages) {
  const last_seq = messages.at(-1)?.seq ?? 0;
  const merged = merge(thread.messages, messages);
  const synced_seq = Math.max(thread.synced_seq, last_seq);
  return closeUp({ ...thread, messages: merged, synced_seq });
}

/** The answer to a `sync` before our first message. */
export function addOlder(thread, messages) {
  return { ...thread, messages: merge(messages, thread.messages) };
}

/** Only the last ones, as they came at first; earlier ones are there to be asked for again. */
export function lastOnes(thread, most) {
  if (thread.messages.length <= most) return thread;
  return { ...thread, messages: thread.messages.slice(-most) };
}

/** Shows what is held although the gap before it is still open. */
export function release(thread) {
  const messages = merge(thread.messages, thread.held.map((one) => one.message));
  return { ...thread, messages, held: [] };
}

/** Are there earlier messages than the first one held? The question is always number 1. */
export function hasOlder(thread) {
  return thread.messages.length > 0 && thread.messages[0].seq > 1;
}

/** One side's mark has moved: `what` is 'read_seq' or 'delivered_seq', `by` the side. */
export function mark(thread, what, { by, seq }) {
  if (seq <= thread[what][by]) return thread;
  return { ...thread, [what]: { ...thread[what], [by]: seq } };
}

/** Takes over the marks of a chat, where they are further than ours. */
export function withMarks(thread, chat) {
  let marked = thread;
  for (const what of ['read_seq', 'delivered_seq']) {
    for (const by of ['visitor', 'agent']) {
      marked = mark(marked, what, { by, seq: chat[what]?.[by] ?? 0 });
    }
  }
  return marked;
}

/**
 * What the reader sees: stored messages, then what waits in the outbox. Each is
 * {key, kind, author, body, attachments, created_at, seq, state, is_late, client_id, error};
 * `key` stays the same when a waiting message becomes a stored one, so its element stays too.
 */
export function bubbles(thread, entries, author) {
  const stored = new Set(thread.messages.map((message) => message.client_id));
  const waiting = entries.filter((entry) => !stored.has(entry.client_id));
  return [
    ...thread.messages.map((message) => ({ ...message, key: keyOf(message), state: 'stored' })),
    ...waiting.map((entry) => ({ ...entry, key: entry.client_id, author, seq: null })),
  ];
}

/** How far one of our messages has come: 'sent', 'delivered' or 'read' by the `other` side. */
export function receipt(thread, seq, other) {
  if (seq <= thread.read_seq[other]) return 'read';
  return seq <= thread.delivered_seq[other] ? 'delivered' : 'sent';
}

/** The messages of the other side that `side` has not read. */
export function unread(thread, side) {
  return thread.messages.filter(
    (message) => message.kind === 'text'
      && message.author.kind !== side
      && message.seq > thread.read_seq[side],
  );
}

// What was held shows as soon as all before it is here. Numbers have no gaps over all kinds, so our
// own message, which is acknowledged without a previous_seq, closes up when it follows directly.
function closeUp(thread) {
  let { messages, held, synced_seq } = thread;
  for (;;) {
    const ready = held.filter((one) => one.previous_seq <= synced_seq);
    const next = messages.find((message) => message.seq === synced_seq + 1);
    if (ready.length === 0 && !next) return { ...thread, messages, held, synced_seq };
    held = held.filter((one) => one.previous_seq > synced_seq);
    messages = merge(messages, ready.map((one) => one.message));
    synced_seq = Math.max(synced_seq, next?.seq ?? 0, ...ready.map((one) => one.message.seq));
  }
}

function holds(thread, message) {
  const isSame = (one) => one.seq === message.seq;
  return thread.messages.some(isSame) || thread.held.some((one) => isSame(one.message));
}

function merge(one, other) {
  if (other.length === 0) return one;
  const bySeq = new Map([...one, ...other].map((message) => [message.seq, message]));
  return [...bySeq.values()].sort((left, right) => left.seq - right.seq);
}

function keyOf(message) {
  return message.client_id ?? `seq-${message.seq}`;
}
