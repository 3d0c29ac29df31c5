// <fresh-rows>: the list inside, and the counts beside it, show what has changed since, by fetching
// the page's own address. It waits while the page is not seen, rows are chosen, a menu is open, or
// the pointer or focus is on a row, so that nothing moves under the hand.
import { mergeParts } from './merge-parts.js';

const FETCH_EVERY_MS = 20_000;

class FreshRows extends HTMLElement {
  connectedCallback() {
    this.timer = setInterval(() => this.refresh(), FETCH_EVERY_MS);
    document.addEventListener('visibilitychange', this);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
    document.removeEventListener('visibilitychange', this);
  }

  handleEvent() {
    this.refresh();
  }

  get isInHand() {
    return this.querySelector('tbody :is(:hover, :focus), input[name="chosen"]:checked, '
      + ':popover-open') !== null;
  }

  async refresh() {
    if (document.visibilityState !== 'visible' || this.isInHand || this.isFetching) return;
    this.isFetching = true;
    const page = await fetchPage(location.href);
    this.isFetching = false;
    if (!page || this.isInHand) return;
    mergeParts(document, page);
    if (page.title) document.title = page.title;
  }
}

/** The page as it is now; null when it did not come, or when somebody is to sign in first. */
async function fetchPage(address) {
  try {
    const answer = await fetch(address, { headers: { Accept: 'text/html' } });
    if (!answer.ok || answer.redirected) return null;
    return new DOMParser().parseFromString(await answer.text(), 'text/html');
  } catch {
    return null;
  }
}

customElements.define('fresh-rows', FreshRows);
