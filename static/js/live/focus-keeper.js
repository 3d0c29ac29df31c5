// Where the focus goes when what had it has left the page: never to nowhere, where a keyboard would
// have to begin at the top and a screen reader falls silent.
import { hasTouchKeyboard } from './touch.js';

const REACHABLE = 'a[href], button, input:not([type="hidden"]), textarea, select, summary, '
  + '[tabindex]';

/** From now on, whatever is drawn or taken away inside `root`, somebody there stays there. */
export function keepFocus(root) {
  let path = [];
  root.addEventListener('focusin', ({ target }) => { path = pathOf(target, root); });
  root.addEventListener('focusout', ({ target }) => {
    // Whoever has left of their own will is not called back; what is taken away is gone by then.
    queueMicrotask(() => {
      if (target.isConnected && document.activeElement === document.body) path = [];
    });
  });
  new MutationObserver(() => {
    if (document.activeElement !== document.body || (path[0]?.isConnected ?? true)) return;
    const homes = path.filter((one) => one.isConnected).map(homeIn);
    homes.find(Boolean)?.focus({ preventScroll: true });
  }).observe(root, { childList: true, subtree: true });
}

function pathOf(element, root) {
  const path = [];
  for (let one = element; one !== root; one = one.parentElement) path.push(one);
  return [...path, root];
}

// A new view is read from its beginning. A log has links all over, so its own box is meant.
function homeIn(box) {
  const main = box.querySelector('main');
  if (main || box.matches('[tabindex]')) return main ?? box;
  if (box.closest('[role="log"]') || box.querySelector('[role="log"]')) return null;
  const all = [...box.querySelectorAll(REACHABLE)].filter((one) => one.getClientRects().length > 0);
  return all.find((one) => one.matches('textarea') && !hasTouchKeyboard()) ?? all[0] ?? null;
}
