// What a conversation still asks of its agent: the oldest message without a reply.

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

function isFromVisitor(message) {
  return message.author.kind === 'visitor';
}

function isReply(message) {
  return message.author.kind === 'agent' && message.kind === 'text';
}
