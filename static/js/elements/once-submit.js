// <once-submit>: a second press on the button of the form inside is ignored while the first is on
// its way. data-busy on the button is its label meanwhile ("Sending").

class OnceSubmit extends HTMLElement {
  connectedCallback() {
    this.addEventListener('submit', this);
    addEventListener('pageshow', this);
  }

  disconnectedCallback() {
    this.removeEventListener('submit', this);
    removeEventListener('pageshow', this);
  }

  handleEvent(event) {
    if (event.type === 'pageshow') this.rest();
    else if (this.busy) event.preventDefault();
    else if (!event.defaultPrevented) this.start(event.submitter);
  }

  start(button) {
    this.busy = { button, label: [...(button?.childNodes ?? [])] };
    if (!button) return;
    const spinner = document.createElement('span');
    spinner.className = 'spinner';
    button.setAttribute('aria-busy', 'true');
    button.replaceChildren(spinner, button.dataset.busy ?? button.textContent);
  }

  /** The page was come back to, with the form as it was left. */
  rest() {
    this.busy?.button?.removeAttribute('aria-busy');
    this.busy?.button?.replaceChildren(...this.busy.label);
    this.busy = null;
  }
}

customElements.define('once-submit', OnceSubmit);
