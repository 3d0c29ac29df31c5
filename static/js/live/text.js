// The text contract of a body, as the server holds it (pure).

/** Code points that a message, a reply or a question may have. */
export const BODY_LIMIT = 4_000;

// Control characters but newline and tab, and halves of surrogate pairs: the server refuses them,
// and a person who pasted one cannot see it.
const REFUSED = /[\p{Cc}\p{Cs}]/gu;

/** The text as it is sent: one kind of line end, no invisible troublemakers, trimmed, NFC. */
export function tidy(text) {
  const lines = text.replace(/\r\n?/g, '\n');
  const clean = lines.replace(REFUSED, (sign) => (sign === '\n' || sign === '\t' ? sign : ''));
  return clean.trim().normalize('NFC');
}

/** Unicode code points of a text, which is what the limits count. */
export function codePoints(text) {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
