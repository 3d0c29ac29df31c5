// How somebody types here.

/** On a touch keyboard Enter is the only way to a new line, and focus pushes it over the page. */
export function hasTouchKeyboard() {
  return matchMedia('(hover: none) and (pointer: coarse)').matches;
}
