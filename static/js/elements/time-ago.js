// <time-ago>: puts the <time datetime="…"> inside into the reader's time zone.
// With data-shows="date" on it, only the day is shown, with "time" only the hour.
import { exactTime, localTime } from './local-time.js';

class TimeAgo extends HTMLElement {
  connectedCallback() {
    const time = this.querySelector('time');
    const language = this.closest('[lang]')?.lang || 'en';
    const { shows } = time.dataset;
    time.textContent = localTime(time.dateTime, { language, shows });
    time.title = exactTime(time.dateTime, { language });
  }
}

customElements.define('time-ago', TimeAgo);
