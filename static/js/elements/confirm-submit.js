// <confirm-submit>: asks before the form inside is sent. What it asks is the <dialog> inside, with
// a <form method="dialog"> whose button with value="yes" sends. Without script it is just sent.

class ConfirmSubmit extends HTMLElement {
  connectedCallback() {
    this.addEventListener('submit', this);
  }

  disconnectedCallback() {
    this.removeEventListener('submit', this);
  }

  handleEvent(event) {
    const form = event.target;
    if (form.method === 'dialog' || this.isConfirmed) return;
    event.preventDefault();
    const dialog = this.querySelector('dialog');
    dialog.returnValue = '';
    dialog.addEventListener('close', () => this.answer(form, event.submitter), { once: true });
    dialog.showModal();
  }

  answer(form, submitter) {
    if (this.querySelector('dialog').returnValue !== 'yes') return;
    this.isConfirmed = true;
    form.requestSubmit(submitter);
    this.isConfirmed = false;
  }
}

customElements.define('confirm-submit', ConfirmSubmit);
