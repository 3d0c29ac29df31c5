// What the description of a ticket made from a chat starts with: the visitor's own words (pure).

const MOST = 1_000;
const LONGEST_QUESTION = 5_000;

/** The question, and what the visitor has added since, as far as there is room for a summary. */
export function ticketSummary(question, messages) {
  const added = messages
    .filter(({ kind, author, seq }) => kind === 'text' && author.kind === 'visitor' && seq > 1)
    .map(({ body }) => body.trim())
    .filter(Boolean);
  const lines = [Array.from(question).slice(0, LONGEST_QUESTION).join('')];
  let left = MOST - Array.from(question).length;
  for (const body of added) {
    left -= Array.from(body).length + 1;
    if (left < 0) return [...lines, '…'].join('\n').slice(0, LONGEST_QUESTION);
    lines.push(body);
  }
  return lines.join('\n');
}
