// Pictures that are dropped anywhere on a chat are meant for its message; a browser would leave the
// console to show them.

const OVER = 'composer--over';

/** @param {import('./desk.js').Desk} desk */
export function takeDrops(desk) {
  const light = (pane) => {
    for (const composer of document.querySelectorAll('.pane .composer')) {
      composer.classList.toggle(OVER, pane?.contains(composer) ?? false);
    }
  };
  document.addEventListener('dragover', (event) => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    light(paneOf(event));
  });
  document.addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) light(null);
  });
  document.addEventListener('drop', (event) => {
    light(null);
    const files = [...event.dataTransfer.files];
    // The field has taken what was dropped right on it.
    if (event.defaultPrevented || files.length === 0) return;
    event.preventDefault();
    desk.conversation(paneOf(event)?.dataset.chat)?.tray?.take(files);
  });
}

function paneOf({ target }) {
  return target.closest?.('[data-chat]') ?? null;
}
