// Whether a colleague has written while an answer was being typed (pure).

const SHOWN = 120;

/**
 * The last message of a colleague after `since`, or null.
 *
 * @param {object[]} messages of the thread, ascending
 * @param {{since: number|null, myName: string}} typing `since`: the last seq when the typing began
 */
export function newerReply(messages, { since, myName }) {
  if (since === null) return null;
  const isColleagues = ({ author }) => author.kind === 'agent' && author.name !== myName;
  return messages.findLast((message) => message.seq > since && isColleagues(message)) ?? null;
}

/** Enough of a message to know what it says. */
export function beginning(body) {
  const line = body.replace(/\s+/gu, ' ').trim();
  const signs = Array.from(line);
  return signs.length > SHOWN ? `${signs.slice(0, SHOWN - 1).join('').trimEnd()}…` : line;
}
