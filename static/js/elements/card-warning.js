// <card-warning>: instead of sending, the form around it shows what is inside when there seems to
// be a card number or a password in it. Whoever sends the same once more wants to.
import { secretIn } from '../live/secrets.js';

const WRITTEN = 'textarea, input:is([type="text"], :not([type]))';

class CardWarning extends HTMLElement {
  connectedCallback() {
    this.form ??= this.closest('form');
    // Before those who would send the form now, and before it is marked as being sent.
    this.form.addEventListener('submit', this, { capture: true });
  }

  disconnectedCallback() {
    this.form.removeEventListener('submit', this, { capture: true });
  }

  handleEvent(event) {
    const text = [...this.form.querySelectorAll(WRITTEN)].map((field) => field.value).join('\n\n\n');
    const secret = event.submitter?.formNoValidate ? null : secretIn(text);
    if (secret === null || text === this.warnedAbout) {
      this.hidden = true;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    this.warnedAbout = text;
    this.show(secret);
  }

  show(secret) {
    for (const sentence of this.querySelectorAll('[data-of]')) {
      sentence.hidden = sentence.dataset.of !== secret;
    }
    this.hidden = false;
    this.firstElementChild.focus();
  }
}

customElements.define('card-warning', CardWarning);
