// <time-ago>: puts the <time datetime="…"> inside into the reader's time zone.
// With data-shows="date" on it, only the day is shown.
import { exactTime, localTime } from './local-time.js';

class TimeAgo extends HTMLElement {
  connectedCallback() {
    const time = this.querySelector('time');
    const language = this.closest('[lang]')?.lang || 'en';
    const isDateOnly = time.dataset.shows === 'date';
    time.textContent = localTime(time.dateTime, { language, isDateOnly });
    time.title = exactTime(time.dateTime, { language });
  }
}

customElements.define('time-ago', TimeAgo);
