// A picture in full: fits the window or its own size, the others of the chat by the arrow keys.
import { signal } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';

import { html } from './html.js';
import { Icon } from './icons.js';
import { words } from './words.js';

const shown = signal(null);

/** Opens the picture; `all` are those that the arrow keys lead through. */
export function showPicture(file, all) {
  shown.value = { all, place: Math.max(0, all.findIndex((one) => one.id === file.id)) };
}

/** Stands once on a page and shows what `showPicture` was asked for. */
export function Viewer() {
  return shown.value && html`<${Open} all=${shown.value.all} start=${shown.value.place} />`;
}

function Open({ all, start }) {
  const dialog = useRef(null);
  const [place, setPlace] = useState(start);
  const [isWhole, setWhole] = useState(true);
  const file = all[place];
  useEffect(() => {
    dialog.current.showModal();
    return () => dialog.current?.close();
  }, []);
  const step = (by) => setPlace((now) => Math.min(all.length - 1, Math.max(0, now + by)));
  return html`<dialog class="viewer" ref=${dialog} aria-label=${file.name}
    onClose=${() => { shown.value = null; }} onKeyDown=${(event) => onKey(event, step, setWhole)}>
    <div class="viewer__bar">
      <span class="truncate" dir="auto">${file.name}</span>
      ${all.length > 1 && html`<${Steps} place=${place} count=${all.length} step=${step} />`}
      <button class="iconbtn" type="button" aria-label=${words.zoom} aria-pressed=${!isWhole}
        onClick=${() => setWhole(!isWhole)}><${Icon} name="search" /></button>
      <a class="iconbtn" href=${file.url} download=${file.name} aria-label=${words.download}
        ><${Icon} name="download" /></a>
      <button class="iconbtn" type="button" aria-label=${words.close}
        onClick=${() => dialog.current.close()}><${Icon} name="x" /></button>
    </div>
    <div class=${isWhole ? 'viewer__stage' : 'viewer__stage viewer__stage--zoomed'} tabindex="0">
      <img src=${file.url} alt=${file.name} width=${file.width} height=${file.height} /></div>
  </dialog>`;
}

function Steps({ place, count, step }) {
  return html`<button class="iconbtn" type="button" aria-label=${words.previousPicture}
      aria-disabled=${place === 0} onClick=${() => step(-1)}
      ><${Icon} name="chevron-left" cls="icon--flip" /></button>
    <span class="num" role="status">${words.pictureOf(place + 1, count)}</span>
    <button class="iconbtn" type="button" aria-label=${words.nextPicture}
      aria-disabled=${place === count - 1} onClick=${() => step(1)}
      ><${Icon} name="chevron-right" cls="icon--flip" /></button>`;
}

function onKey(event, step, setWhole) {
  const acts = {
    ArrowLeft: () => step(-1),
    ArrowRight: () => step(1),
    '+': () => setWhole(false),
    '-': () => setWhole(true),
  };
  const act = acts[event.key];
  if (!act) return;
  event.preventDefault();
  act();
}
