// <time-ago>: puts the <time datetime="…"> inside into the reader's time zone.
// With data-shows="date" on it, only the day is shown.
import { localTime } from './local-time.js';

class TimeAgo extends HTMLElement {
  connectedCallback() {
    const time = this.querySelector('time');
    const language = this.closest('[lang]')?.lang || 'en';
    const isDateOnly = time.dataset.shows === 'date';
    time.textContent = localTime(time.dateTime, { language, isDateOnly });
    time.title = new Date(time.dateTime).toLocaleString(language, {
      dateStyle: 'full', timeStyle: 'long',
    });
  }
}

customElements.define('time-ago', TimeAgo);
