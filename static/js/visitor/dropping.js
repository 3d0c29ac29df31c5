// Pictures that are dropped anywhere on the page: they are meant for the message, and a browser
// would leave the chat to show them.

const OVER = 'composer--over';

/** @param {import('./store.js').VisitorDesk} desk */
export function takeDrops(desk) {
  const light = (is) => document.querySelector('.composer')?.classList.toggle(OVER, is);
  document.addEventListener('dragover', (event) => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    light(true);
  });
  document.addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) light(false);
  });
  document.addEventListener('drop', (event) => {
    light(false);
    const files = [...event.dataTransfer.files];
    // The field has taken what was dropped right on it.
    if (event.defaultPrevented || files.length === 0) return;
    event.preventDefault();
    if (desk.chat.value.state !== 'closed') desk.tray.take(files);
  });
}
