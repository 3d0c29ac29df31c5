// Brings the parts of a page up to date that change while somebody reads it, and leaves the rest,
// with all that is being typed, alone.

/**
 * A part is an element with data-live="name"; each of its children has a data-key that says all
 * about it that can change. Children of a key that is gone go, new ones come, all others stay.
 *
 * @param {ParentNode} page
 * @param {ParentNode} fresh the same page, fetched again; what is taken from it is no longer in it
 */
export function mergeParts(page, fresh) {
  for (const part of page.querySelectorAll('[data-live]')) {
    const found = fresh.querySelector(`[data-live="${CSS.escape(part.dataset.live)}"]`);
    if (found) mergePart(part, [...found.children]);
  }
}

function mergePart(part, wanted) {
  const keys = new Set(wanted.map(keyOf));
  const gone = [...part.children].filter((child) => !keys.has(keyOf(child)));
  if (gone.some(isBeingWritten)) return;
  const hadFocus = gone.some((child) => child.contains(document.activeElement));
  gone.forEach((child) => child.remove());
  // Who stood on a button that is gone goes on reading from here.
  if (hadFocus) part.closest('[tabindex="-1"]')?.focus({ preventScroll: true });
  bringIn(part, wanted);
}

function bringIn(part, wanted) {
  const present = new Map([...part.children].map((child) => [keyOf(child), child]));
  let next = part.firstElementChild;
  for (const child of wanted) {
    const known = present.get(keyOf(child));
    if (known === undefined) part.insertBefore(child, next);
    else if (known === next) next = next.nextElementSibling;
    else part.insertBefore(known, next);
  }
}

function keyOf(child) {
  return child.dataset.key;
}

// A form that somebody has begun with stays; the server says what has become of it when it is sent.
function isBeingWritten(child) {
  const fields = [...child.querySelectorAll('textarea')];
  const isBegun = fields.some((one) => one.value.trim() !== '' || one === document.activeElement);
  return isBegun || child.querySelector('.file') !== null || isBeingChosen(child);
}

function isBeingChosen(child) {
  return [...child.querySelectorAll('select')].some(
    (one) => one === document.activeElement || one.selectedOptions[0] !== asDrawn(one),
  );
}

function asDrawn(select) {
  return [...select.options].find((one) => one.defaultSelected) ?? select.options[0];
}
