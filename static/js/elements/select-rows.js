// <select-rows>: rows of the table inside are chosen by their boxes; the bar of what can be done with
// them shows while any is chosen, and says how many. Shift takes all rows in between.

class SelectRows extends HTMLElement {
  connectedCallback() {
    this.bar = this.querySelector('.bulk');
    if (!this.bar) return;
    this.all = this.querySelector('[data-part="all"]');
    this.all.hidden = false;
    this.addEventListener('click', (event) => this.stretch(event));
    this.addEventListener('change', (event) => this.choose(event));
    this.bar.addEventListener('reset', () => setTimeout(() => this.clear()));
    addEventListener('pageshow', () => this.show());
    this.show();
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
    if (event.target === this.all.querySelector('input')) {
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

  show() {
    const { boxes } = this;
    const chosen = boxes.filter((box) => box.checked);
    this.bar.hidden = chosen.length === 0;
    this.bar.querySelector('[data-part="count"]').textContent = `${chosen.length} selected`;
    for (const box of boxes) {
      box.closest('tr').toggleAttribute('aria-selected', box.checked);
      if (box.checked) box.closest('tr').setAttribute('aria-selected', 'true');
    }
    const every = this.all.querySelector('input');
    every.checked = chosen.length === boxes.length;
    every.indeterminate = chosen.length > 0 && !every.checked;
  }
}

customElements.define('select-rows', SelectRows);
