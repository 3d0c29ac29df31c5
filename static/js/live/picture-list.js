// What lies in a picture tray: thumbnails with progress, and what can be done about each.
import { fileSize } from './format.js';
import { html } from './html.js';
import { Icon } from './icons.js';
import { words } from './words.js';

/** @param {{tray: import('./pictures.js').PictureTray}} props */
export function PictureList({ tray }) {
  const items = tray.items.value;
  if (items.length === 0) return null;
  return html`<ul class="files composer__files" aria-label=${words.pictures}>
    ${items.map((item) => html`<${Row} key=${item.key} item=${item} tray=${tray} />`)}
  </ul>`;
}

function Row({ item, tray }) {
  const isFailed = item.state === 'failed';
  const act = item.state === 'sending' ? words.cancelPicture : words.removePicture;
  return html`<li class=${isFailed ? 'file file--error' : 'file'}>
    <span class="file__thumb">${item.preview
      ? html`<img src=${item.preview} alt="" />` : html`<${Icon} name="image" />`}</span>
    <div><p class="file__name" dir="auto">${item.name}</p>
      <p class="file__meta">${isFailed ? item.error : fileSize(item.size)}</p>
      ${item.state === 'sending' && html`<progress class="progress" aria-label=${item.name}
        max=${item.size} value=${item.done} />`}</div>
    <span>
      ${isFailed && item.file && html`<button class="iconbtn" type="button"
        aria-label=${words.againPicture(item.name)} onClick=${() => tray.again(item.key)}
        ><${Icon} name="rotate-cw" /></button>`}
      <button class="iconbtn" type="button" aria-label=${act(item.name)}
        onClick=${() => tray.remove(item.key)}><${Icon} name="x" /></button></span>
  </li>`;
}

/** The button that picks pictures. */
export function PickPictures({ tray }) {
  const take = (event) => {
    tray.take([...event.currentTarget.files]);
    event.currentTarget.value = '';
  };
  return html`<label class="iconbtn pick" title=${words.attachPicture}>
    <input class="vh" type="file" multiple accept=${tray.accept} onChange=${take}
      aria-label=${words.attachPicture} /><${Icon} name="paperclip" /></label>`;
}
