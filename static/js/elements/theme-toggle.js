// <theme-toggle>: the button inside it switches between light and dark and remembers the choice.
// The server renders the remembered theme, so that no page flashes.

const ONE_YEAR_SECONDS = 31_536_000;

class ThemeToggle extends HTMLElement {
  connectedCallback() {
    this.addEventListener('click', this);
  }

  disconnectedCallback() {
    this.removeEventListener('click', this);
  }

  handleEvent() {
    const theme = currentTheme() === 'dark' ? 'light' : 'dark';
    document.documentElement.dataset.theme = theme;
    remember(theme);
  }
}

function currentTheme() {
  const system = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  return document.documentElement.dataset.theme ?? system;
}

function remember(theme) {
  const secure = location.protocol === 'https:' ? '; secure' : '';
  document.cookie = `livedesk_theme=${theme}; path=/; max-age=${ONE_YEAR_SECONDS}; samesite=lax${secure}`;
}

customElements.define('theme-toggle', ThemeToggle);
