// "Norsk - kan ikke …": the language at the start of a title (pure).

const DIVIDER = ' - ';

/** The name at the start of the title that is one of `names`, or null. */
export function prefixOf(title, names) {
  const start = title.trimStart().toLocaleLowerCase();
  const isFirst = (name) => start.startsWith(`${name.toLocaleLowerCase()}${DIVIDER.trimEnd()}`);
  return names.find(isFirst) ?? null;
}

/** Whether the title, as far as it is written, may still become one that begins with a name. */
export function isOnItsWay(title, names) {
  const start = title.trimStart().toLocaleLowerCase();
  return names.some((name) => `${name.toLocaleLowerCase()}${DIVIDER}`.startsWith(start));
}

/** The title with `name` at its start, in place of the one that stood there. */
export function withPrefix(title, name, names) {
  const present = prefixOf(title, names);
  const text = title.trimStart();
  const rest = present ? text.slice(present.length + DIVIDER.trimEnd().length) : text;
  return `${name}${DIVIDER}${rest.trimStart()}`;
}
