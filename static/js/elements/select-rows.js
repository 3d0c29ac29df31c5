// <select-rows>: rows of the table inside are chosen by their boxes; the bar of what can be done with
// them shows while any is chosen, and says how many. Shift takes all rows in between.

class SelectRows extends HTMLElement {
  connectedCallback() {
    this.addEventListener('click', (event) => this.stretch(event));
    this.addEventListener('change', (event) => this.choose(event));
    this.addEventListener('reset', () => setTimeout(() => this.clear()));
    addEventListener('pageshow', () => this.show());
    // Rows come and go while the page is open (fresh-rows).
    new MutationObserver(() => this.show()).observe(this, { childList: true, subtree: true });
    this.show();
  }

  get bar() {
    return this.querySelector('.bulk');
  }

  get all() {
    return this.querySelector('[data-part="all"]');
  }

  get boxes() {
    return [...this.querySelectorAll('input[name="chosen"]')];
  }

  /** From the box that was pressed last to this one, all like this one. */
  stretch(event) {
    const { boxes } = this;
    const here = boxes.indexOf(event.target);
    if (here < 0) return;
    if (event.shiftKey && this.last !== undefined) {
      const [first, last] = [this.last, here].sort((one, other) => one - other);
      for (const box of boxes.slice(first, last + 1)) box.checked = event.target.checked;
    }
    this.last = here;
    this.show();
  }

  choose(event) {
    if (event.target === this.all?.querySelector('input')) {
      for (const box of this.boxes) box.checked = event.target.checked;
    }
    this.show();
  }

  /** The button that was pressed goes away with the bar, so the first row gets the focus. */
  clear() {
    for (const box of this.boxes) box.checked = false;
    this.show();
    this.all.querySelector('input').focus();
  }

  count(words) {
    const place = this.bar.querySelector('[data-part="count"]');
    if (place.textContent !== words) place.textContent = words;
  }

  show() {
    const { boxes, bar } = this;
    if (!bar) return;
    const chosen = boxes.filter((box) => box.checked);
    bar.hidden = chosen.length === 0;
    this.count(`${chosen.length} selected`);
    this.all.hidden = false;
    for (const box of boxes) {
      if (box.checked) box.closest('tr').setAttribute('aria-selected', 'true');
      else box.closest('tr').removeAttribute('aria-selected');
    }
    const every = this.all.querySelector('input');
    every.checked = chosen.length === boxes.length;
    every.indeterminate = chosen.length > 0 && !every.checked;
  }
}

customElements.define('select-rows', SelectRows);
