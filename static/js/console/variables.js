// The variables of saved replies: `{name}`, `{number}` and `{agent}` (pure).

const VARIABLE = /\{([A-Za-z_]+)\}/g;

/**
 * What a text is made of: `{text}` as it stands, and `{variable, value}`, whose value is null when
 * the variable is unknown or has none here.
 *
 * @param {string} text
 * @param {Object<string, string|null>} values by variable
 */
export function piecesOf(text, values) {
  const pieces = [];
  let end = 0;
  for (const found of text.matchAll(VARIABLE)) {
    if (found.index > end) pieces.push({ text: text.slice(end, found.index) });
    const isKnown = Object.hasOwn(values, found[1]);
    pieces.push({ variable: found[0], value: (isKnown && values[found[1]]) || null });
    end = found.index + found[0].length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end) });
  return pieces;
}

/** The text with every value in its place; what has none stays, to be seen and written by hand. */
export function filled(text, values) {
  return piecesOf(text, values).map((one) => one.text ?? one.value ?? one.variable).join('');
}

/** The variables that are still in a text, each once: `['{number}']`. */
export function openVariables(text) {
  return [...new Set(text.match(VARIABLE) ?? [])];
}
