// <show-password>: the button inside shows and hides what stands in the field inside.

class ShowPassword extends HTMLElement {
  connectedCallback() {
    this.addEventListener('click', this);
    this.field.form?.addEventListener('submit', this);
  }

  disconnectedCallback() {
    this.removeEventListener('click', this);
    this.field.form?.removeEventListener('submit', this);
  }

  handleEvent(event) {
    // A browser offers to keep only what is sent from a hidden field.
    if (event.type === 'submit') this.show(false);
    else if (event.target.closest('button') === this.button) this.show(this.field.type !== 'text');
  }

  get field() {
    return this.querySelector('input');
  }

  get button() {
    return this.querySelector('button');
  }

  show(isShown) {
    const { selectionStart, selectionEnd } = this.field;
    this.field.type = isShown ? 'text' : 'password';
    this.field.setSelectionRange(selectionStart, selectionEnd);
    this.button.setAttribute('aria-pressed', String(isShown));
  }
}

customElements.define('show-password', ShowPassword);
