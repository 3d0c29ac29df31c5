// <title-language data-address>: its chips, and the list of more, write the name of a language at
// the start of the title inside. Whoever describes the problem without one gets that of the text, or
// their own; whoever takes it away again is only told.
import { isOnItsWay, prefixOf, withPrefix } from './title-prefix.js';

const PAUSE_MS = 700;
// In fewer letters a language cannot be told from its neighbours.
const LEAST_LETTERS = 20;
const EVENTS = ['click', 'change', 'input', 'focusout'];

class TitleLanguage extends HTMLElement {
  connectedCallback() {
    for (const name of EVENTS) this.addEventListener(name, this);
    this.show();
  }

  disconnectedCallback() {
    for (const name of EVENTS) this.removeEventListener(name, this);
  }

  handleEvent(event) {
    const chip = event.target.closest('.chip');
    if (event.type === 'click' && chip?.matches('button')) this.choose(nameOf(chip));
    else if (event.type === 'change' && chip?.matches('select')) this.chooseFrom(chip);
    else if (event.type === 'focusout') this.offer();
    else if (event.type === 'input') this.heed(event.target);
  }

  /** Nobody's words are changed under their hands: the title only while the description is written. */
  heed(typedInto) {
    this.show();
    clearTimeout(this.pausing);
    if (typedInto !== this.field) this.pausing = setTimeout(() => this.offer(), PAUSE_MS);
  }

  get field() {
    return this.querySelector('[name="title"]');
  }

  get isDescribed() {
    const description = this.querySelector('[name="description"]');
    return (description?.value.trim().length ?? 0) >= LEAST_LETTERS;
  }

  get chips() {
    return [...this.querySelectorAll('button.chip')];
  }

  get names() {
    const options = [...this.querySelectorAll('select.chip option')].slice(1);
    return [...this.chips, ...options].map(nameOf);
  }

  choose(name) {
    this.write(name);
    this.field.focus();
    this.field.setSelectionRange(this.field.value.length, this.field.value.length);
  }

  chooseFrom(list) {
    const name = nameOf(list.selectedOptions[0]);
    list.selectedIndex = 0;
    this.choose(name);
  }

  write(name) {
    this.field.value = withPrefix(this.field.value, name, this.names);
    this.field.dispatchEvent(new Event('input', { bubbles: true }));
  }

  /** Asks the server, which knows languages, and leaves alone what has changed meanwhile. */
  async offer() {
    const { value } = this.field;
    const { address } = this.dataset;
    if (!address || this.isDeclined || value.trim() === '' || this.prefix) return;
    if (!this.isDescribed) return;
    const found = await this.ask(address);
    if (found?.language && !found.is_named && this.field.value === value) this.write(found.language);
  }

  async ask(address) {
    const form = new FormData(this.field.form);
    const named = ['csrf_token', 'title', 'description'].map((name) => [name, form.get(name) ?? '']);
    try {
      const answer = await fetch(address, { method: 'POST', body: new URLSearchParams(named) });
      return answer.ok && !answer.redirected ? await answer.json() : null;
    } catch {
      return null; // Without an answer the title stays as it is, and the hint says what is missing.
    }
  }

  get prefix() {
    return prefixOf(this.field.value, this.names);
  }

  show() {
    const { prefix } = this;
    this.isDeclined ||= this.hadPrefix && !prefix && this.field.value.trim() !== '';
    this.hadPrefix = Boolean(prefix);
    for (const chip of this.chips) {
      const isPressed = nameOf(chip) === prefix;
      chip.setAttribute('aria-pressed', String(isPressed));
      if (isPressed) this.field.lang = chip.lang;
    }
    this.showHint(prefix);
  }

  showHint(prefix) {
    const hint = this.querySelector('[data-part="missing"]');
    const isMissing = !prefix && !isOnItsWay(this.field.value, this.names);
    if (hint) hint.textContent = isMissing ? hint.dataset.text : '';
  }
}

function nameOf(element) {
  return element.textContent.trim();
}

customElements.define('title-language', TitleLanguage);
