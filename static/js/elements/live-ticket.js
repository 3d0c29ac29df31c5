// <live-ticket data-address data-entry data-status data-news data-words data-number data-me>: the
// team's page of one ticket shows what happens to it, and who else has it open or writes in it.
import { LiveIssue } from './live-issue.js';
import { presenceLines } from './presence-lines.js';

// Often enough to be told as writing, seldom enough for the rate.
const SAY_WRITING_EVERY_MS = 5_000;

class LiveTicket extends LiveIssue {
  namespace = '/tickets';
  saidWriting = false;
  saidAt = 0;

  connectedCallback() {
    super.connectedCallback();
    this.connection.on('colleagues_changed', ({ colleagues }) => this.showColleagues(colleagues));
    this.addEventListener('input', () => this.sayWriting());
    this.addEventListener('submit', () => { this.isSending = true; });
  }

  get isWriting() {
    const areas = [...this.querySelectorAll('.composer textarea')];
    return !this.isSending && areas.some((one) => one.value.trim() !== '');
  }

  get sight() {
    this.saidWriting = this.isWriting;
    this.saidAt = Date.now();
    return { entry: this.entry, is_writing: this.isWriting };
  }

  sayWriting() {
    const isDue = Date.now() - this.saidAt > SAY_WRITING_EVERY_MS;
    if (this.isWriting !== this.saidWriting || (this.isWriting && isDue)) this.look();
  }

  /** What comes with each answer: whether anything is new, and who else is here. */
  shows(answer) {
    if (answer.colleagues) this.showColleagues(answer.colleagues);
    return super.shows(answer);
  }

  showColleagues(colleagues) {
    const place = this.querySelector('[data-part="colleagues"]');
    const lines = presenceLines(colleagues, this.dataset.me);
    if (lines.join() === [...place.children].map((one) => one.textContent).join()) return;
    place.replaceChildren(...lines.map((sentence) => {
      const line = document.createElement('p');
      line.textContent = sentence;
      return line;
    }));
  }

  /** News while somebody writes stands where they look, until the answer is sent. */
  say(sentence) {
    super.say(sentence);
    const notice = this.querySelector('[data-part="news"]');
    notice.hidden = !this.isWriting;
    notice.querySelector('[data-part="news-sentence"]').textContent = sentence;
  }
}

customElements.define('live-ticket', LiveTicket);
