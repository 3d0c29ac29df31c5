// <print-button>: its button prints the page. It is hidden where there is no script to do it.

class PrintButton extends HTMLElement {
  connectedCallback() {
    this.hidden = false;
    this.addEventListener('click', this);
  }

  disconnectedCallback() {
    this.removeEventListener('click', this);
  }

  handleEvent() {
    print();
  }
}

customElements.define('print-button', PrintButton);
