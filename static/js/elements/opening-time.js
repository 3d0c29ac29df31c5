// <opening-time>: puts the <time datetime="…"> inside into the reader's zone, as one says it.
// <own-zone data-zone="…" data-own="…">: says so when that zone is the reader's own.
import { exactTime } from './local-time.js';
import { isSameZone, openingTime } from './opening.js';

class OpeningTime extends HTMLElement {
  connectedCallback() {
    const time = this.querySelector('time');
    const language = this.closest('[lang]')?.lang || 'en';
    time.textContent = openingTime(time.dateTime, { language });
    time.title = exactTime(time.dateTime, { language });
  }
}

class OwnZone extends HTMLElement {
  connectedCallback() {
    if (isSameZone(this.dataset.zone)) this.textContent = this.dataset.own;
  }
}

customElements.define('opening-time', OpeningTime);
customElements.define('own-zone', OwnZone);
