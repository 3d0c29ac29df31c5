// <title-language>: its chips write the name of a language at the start of the title inside.
import { prefixOf, withPrefix } from './title-prefix.js';

class TitleLanguage extends HTMLElement {
  connectedCallback() {
    this.addEventListener('click', this);
    this.addEventListener('input', this);
    this.show();
  }

  disconnectedCallback() {
    this.removeEventListener('click', this);
    this.removeEventListener('input', this);
  }

  handleEvent(event) {
    const chip = event.type === 'click' && event.target.closest('.chip');
    if (chip) this.write(chip);
    else this.show();
  }

  get field() {
    return this.querySelector('input');
  }

  get chips() {
    return [...this.querySelectorAll('.chip')];
  }

  write(chip) {
    const { field } = this;
    const names = this.chips.map(nameOf);
    field.value = withPrefix(field.value, nameOf(chip), names);
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
  }

  show() {
    const prefix = prefixOf(this.field.value, this.chips.map(nameOf));
    for (const chip of this.chips) {
      const isPressed = nameOf(chip) === prefix;
      chip.setAttribute('aria-pressed', String(isPressed));
      if (isPressed) this.field.lang = chip.lang;
    }
  }
}

function nameOf(chip) {
  return chip.textContent.trim();
}

customElements.define('title-language', TitleLanguage);
