// The areas that F6 walks through: rail, queue, my chats, the open chat, the member's details.

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

function isShown(element) {
  return element.getClientRects().length > 0;
}
