// <time-zone>: writes the browser's time zone into the hidden field inside.

class TimeZone extends HTMLElement {
  connectedCallback() {
    this.querySelector('input').value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? '';
  }
}

customElements.define('time-zone', TimeZone);
