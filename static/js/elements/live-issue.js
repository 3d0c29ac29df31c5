// <live-issue data-address data-entry data-status data-news data-words data-number|data-token>:
// the page of one issue inside shows what happens to it without a reload. It hears that something
// has changed and fetches the page it is on; while it cannot hear, it looks every half minute.
import { effect } from '@preact/signals';

import { Connection } from '../live/connection.js';
import { mergeParts } from './merge-parts.js';

const LOOK_EVERY_MS = 20_000;
const FETCH_EVERY_MS = 30_000;
const LOST_AFTER_MS = 3_000;
const ENDED = new Set(['forbidden', 'not_found']);

export class LiveIssue extends HTMLElement {
  namespace = '/portal';

  connectedCallback() {
    this.words = JSON.parse(this.dataset.words);
    const { number, token } = this.dataset;
    this.connection = new Connection({
      namespace: this.namespace, auth: token ? { token } : { number },
    });
    this.connection.on('ticket_changed', () => this.refresh());
    this.connection.onConnected(() => (this.isSeen ? this.look() : this.refresh()));
    effect(() => this.showConnection());
    document.addEventListener('visibilitychange', () => this.returnToIt());
    setInterval(() => this.look(), LOOK_EVERY_MS);
    setInterval(() => { if (this.isBlind) this.refresh(); }, FETCH_EVERY_MS);
    this.connection.open();
  }

  get isSeen() {
    return document.visibilityState === 'visible';
  }

  get isBlind() {
    return this.isSeen && !this.hasEnded && !this.connection.isConnected;
  }

  get isComing() {
    const { name, since } = this.connection.status.value;
    return name === 'connecting' && Date.now() - since < LOST_AFTER_MS;
  }

  get entry() {
    return Number(this.dataset.entry);
  }

  /** What the server is told of what is on screen. */
  get sight() {
    return { entry: this.entry };
  }

  returnToIt() {
    if (!this.isSeen) return;
    document.title = document.title.replace(/^\(1\) /, '');
    if (this.isBlind) this.refresh();
    else this.look();
  }

  /** One fetch at a time; what changes meanwhile is fetched after it. */
  async refresh() {
    this.isStale = true;
    if (this.isFetching || this.hasEnded) return;
    this.isFetching = true;
    while (this.isStale && !this.hasEnded) {
      this.isStale = false;
      const page = await this.fetchPage();
      if (page) this.show(page);
    }
    this.isFetching = false;
    if (this.isSeen) this.look();
  }

  /** The page as it is now, or null when it did not come; a later try shows it. */
  async fetchPage() {
    try {
      const answer = await fetch(this.dataset.address, { headers: { Accept: 'text/html' } });
      if (answer.status >= 500) return null;
      if (!answer.ok || answer.redirected) {
        this.end();
        return null;
      }
      return new DOMParser().parseFromString(await answer.text(), 'text/html');
    } catch {
      return null;
    }
  }

  show(page) {
    const { entry, status, news } = page.querySelector(this.localName).dataset;
    if (this.shows({ last_entry: Number(entry), status })) return;
    const isNews = news && Number(entry) > this.entry;
    mergeParts(this, page);
    Object.assign(this.dataset, { entry, status });
    document.title = isNews && !this.isSeen ? `(1) ${page.title}` : page.title;
    if (isNews) this.say(news);
  }

  shows({ last_entry, status }) {
    return last_entry === this.entry && status === this.dataset.status;
  }

  /**
   * The thread is on screen: it has been read, and there is nothing to send mail about. A connection
   * that is about to come says so itself, and when it closes everybody knows.
   */
  async look() {
    if (!this.isSeen || this.hasEnded) return;
    if (this.connection.isConnected) {
      const answer = await this.connection.request('look', this.sight);
      if (ENDED.has(answer.error?.code)) this.end();
      else if (answer.ok && !this.shows(answer)) this.refresh();
    } else if (!this.isComing) {
      this.lookOverHttp();
    }
  }

  async lookOverHttp() {
    const token = this.querySelector('[name="csrf_token"]')?.value ?? '';
    const body = new URLSearchParams({ csrf_token: token, ...this.sight });
    await fetch(`${this.dataset.address}/reading`, { method: 'POST', body }).catch(() => null);
  }

  showConnection() {
    const { name, since } = this.connection.status.value;
    if (this.connection.refusal.value) this.end();
    clearTimeout(this.losing);
    if (name === 'connected') this.hint('');
    else if (!this.hasEnded) {
      const rest = LOST_AFTER_MS - (Date.now() - since);
      this.losing = setTimeout(() => this.hint(this.words.lost), Math.max(0, rest));
    }
  }

  /** Signed out, a lower rank, a link that is no more: the page itself says which when loaded. */
  end() {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.connection.close();
    clearTimeout(this.losing);
    this.hint(this.words.ended);
    this.querySelector('[data-part="again"]').hidden = false;
  }

  hint(sentence) {
    this.querySelector('[data-part="hint"]').hidden = !sentence;
    this.querySelector('[data-part="sentence"]').textContent = sentence;
  }

  say(sentence) {
    const voice = this.querySelector('[data-part="voice"]');
    // The same sentence twice is no change to the page, so nobody would hear it.
    voice.textContent = voice.textContent === sentence ? `${sentence}\u00a0` : sentence;
  }
}

customElements.define('live-issue', LiveIssue);
