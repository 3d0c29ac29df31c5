// <draft-keeper name="…">: what is typed into the form inside survives a reload, a lost connection
// and an expired login, and is forgotten once it has arrived. It never keeps passwords and files.
import { draftOf, keepDraft, noteSent, settleSent } from './form-drafts.js';

const KEPT = 'textarea, select, input:is([type="text"], [type="email"], [type="search"], '
  + ':not([type]))';

class DraftKeeper extends HTMLElement {
  connectedCallback() {
    this.restore();
    this.addEventListener('input', this);
    this.addEventListener('submit', this);
  }

  disconnectedCallback() {
    this.removeEventListener('input', this);
    this.removeEventListener('submit', this);
  }

  handleEvent(event) {
    // Also what was typed before this script had arrived.
    this.keep();
    if (event.type === 'submit' && !event.defaultPrevented) noteSent(this.name);
  }

  get name() {
    return this.getAttribute('name');
  }

  get fields() {
    return [...this.querySelectorAll(KEPT)].filter((field) => field.name && !field.readOnly);
  }

  keep() {
    const filled = this.fields.filter((field) => field.value.trim() !== '');
    keepDraft(this.name, Object.fromEntries(filled.map((field) => [field.name, field.value])));
  }

  /** What the server has filled in is newer or better known than a draft. */
  restore() {
    const texts = draftOf(this.name) ?? {};
    for (const field of this.fields) {
      if (field.value === '' && field.name in texts) {
        field.value = texts[field.name];
        field.dispatchEvent(new Event('input', { bubbles: true }));
      }
    }
  }
}

settleSent();
customElements.define('draft-keeper', DraftKeeper);
