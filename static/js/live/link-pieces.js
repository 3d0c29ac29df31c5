// Cuts a plain text into text and links (pure).

const CANDIDATE = /\b(?:https?:\/\/|mailto:)[^\s<>"'`\p{Cc}]+/giu;
const SCHEMES = new Set(['http:', 'https:', 'mailto:']);
const CLOSING = { ')': '(', ']': '[', '}': '{' };
const LATIN = /\p{Script=Latin}/u;
const OTHER_LETTER = /(?!\p{Script=Latin})\p{L}/u;

/**
 * The text in order, as [{text}] and [{text, href}]. Only http, https and mailto become links.
 * A host that mixes alphabets, to pass for another one, is shown in its ASCII form.
 */
export function pieces(text) {
  const found = [];
  let end = 0;
  for (const match of text.matchAll(CANDIDATE)) {
    const address = withoutTail(match[0]);
    const url = asUrl(address);
    if (url) {
      if (match.index > end) found.push({ text: text.slice(end, match.index) });
      found.push({ text: isDisguised(address, url) ? url.href : address, href: url.href });
      end = match.index + address.length;
    }
  }
  if (end < text.length) found.push({ text: text.slice(end) });
  return found;
}

// A full stop or a bracket after an address belongs to the sentence, unless it closes one inside.
function withoutTail(address) {
  let kept = address;
  for (;;) {
    const last = kept.at(-1);
    const opening = CLOSING[last];
    const isUnopened = opening && count(kept, last) > count(kept, opening);
    if (!isUnopened && !/[.,;:!?…»”’]/u.test(last)) return kept;
    kept = kept.slice(0, -1);
  }
}

function asUrl(address) {
  try {
    const url = new URL(address);
    return SCHEMES.has(url.protocol) ? url : null;
  } catch {
    return null;
  }
}

function isDisguised(address, url) {
  const host = url.hostname && address.slice(url.protocol.length).replace(/^\/+|[/?#].*$/gu, '');
  return LATIN.test(host) && OTHER_LETTER.test(host);
}

function count(text, sign) {
  return text.split(sign).length - 1;
}
