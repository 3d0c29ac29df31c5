// Where the focus goes: from area to area with F6, and into the message field.

const FOCUSABLE = 'a[href], button, input, textarea, select, summary, [tabindex="0"]';

/** Moves the focus to the next area (`step` 1) or the previous one (-1), around the ends. */
export function walkAreas(step) {
  const areas = [...document.querySelectorAll('[data-area]')].filter(isShown);
  if (areas.length === 0) return;
  const here = areas.findIndex((area) => area.contains(document.activeElement));
  const start = here === -1 && step < 0 ? 0 : here;
  focusArea(areas[(start + step + areas.length) % areas.length]);
}

/** Moves the focus into an area, by its name or element, to where it is of most use there. */
export function focusArea(area) {
  const box = typeof area === 'string' ? document.querySelector(`[data-area="${area}"]`) : area;
  if (!box) return;
  const reachable = [...box.querySelectorAll(FOCUSABLE)].filter(
    (one) => one.tabIndex === 0 && isShown(one),
  );
  const field = reachable.find((one) => one.matches('textarea'));
  (field ?? reachable[0] ?? box).focus();
}

export const fieldId = (chat_id) => `field-${chat_id}`;

/** Puts the focus into the field as soon as it is drawn. */
export function focusField(chat_id) {
  requestAnimationFrame(() => document.getElementById(fieldId(chat_id))?.focus());
}

/** The same, but not where it would push a keyboard over the conversation that was just opened. */
export function focusFieldUnlessTouch(chat_id) {
  if (!matchMedia('(hover: none)').matches) focusField(chat_id);
}

/** The id of the chat whose field has the focus, or null. */
export function focusedField() {
  const active = document.activeElement;
  const chat_id = active?.closest('[data-chat]')?.dataset.chat;
  return chat_id && active.id === fieldId(chat_id) ? chat_id : null;
}

function isShown(element) {
  return element.getClientRects().length > 0;
}
