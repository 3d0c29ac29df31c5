// <char-count>: counts what is written into the field inside, from 80 % of its limit on.
// The limit is the field's maxlength; instead of cutting a text off, it says how much is too much.
import { habitOf } from './local-time.js';

const COUNT_FROM = 0.8;
const SAY_AT = [0.9, 1];

class CharCount extends HTMLElement {
  connectedCallback() {
    this.field ??= this.querySelector('textarea, input');
    this.limit ??= this.field.maxLength;
    this.field.removeAttribute('maxlength');
    this.counter ??= this.appendTo(this.foot, 'num');
    this.voice ??= this.appendTo(this, 'vh');
    this.voice.setAttribute('role', 'status');
    this.addEventListener('input', this);
    this.handleEvent();
  }

  disconnectedCallback() {
    this.removeEventListener('input', this);
  }

  handleEvent() {
    const used = [...this.field.value.trim()].length;
    const share = used / this.limit;
    const habit = habitOf(document.documentElement.lang);
    const text = [used, this.limit].map((one) => one.toLocaleString(habit)).join(' / ');
    this.counter.textContent = share >= COUNT_FROM ? text : '';
    // Screen readers hear it when a step is passed, not at each letter.
    const step = SAY_AT.filter((one) => share >= one).length;
    if (step !== this.step) this.voice.textContent = step > 0 ? text : '';
    this.step = step;
  }

  get foot() {
    const foot = this.querySelector('.field__foot');
    return foot ?? this.appendTo(this.querySelector('.field') ?? this, 'field__foot');
  }

  appendTo(parent, cls) {
    const element = document.createElement('span');
    element.className = cls;
    parent.append(element);
    return element;
  }
}

customElements.define('char-count', CharCount);
