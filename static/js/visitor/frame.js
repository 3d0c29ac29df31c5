// The frame of the waiting room and of the ended chat: bar, mark, theme.
import '../elements/theme-toggle.js';
import { html } from '../live/html.js';
import { Icon } from '../live/icons.js';
import { words } from './words.js';

/**
 * @param {object} props
 * @param {object} props.page the page-state
 * @param {*} [props.actions] at the end of the bar
 * @param {*} props.banner
 * @param {*} props.children the main element
 */
export function Frame({ page, actions, banner, children }) {
  return html`<div class="chatshell">
    <a class="skip" href="#main">${words.skip}</a>
    <div>
      <header class="chatbar">
        <a class="lockup" href=${page.urls.home}><${Mark} /><span class="lockup__name"
          >${page.brand} <span class="lockup__unit">${words.liveChat}</span></span></a>
        <div class="chatbar__end">${actions}<${LanguageButton} /><${ThemeButton} /></div>
      </header>
      ${banner}
    </div>
    ${children}
  </div>`;
}

/** Opens the list of languages that the server has put beside the app. */
export function LanguageButton() {
  return html`<button class="iconbtn" type="button" popovertarget="language-menu"
    aria-label=${words.language}><${Icon} name="languages" /></button>`;
}

/** Works through the custom element of the server-rendered pages. */
export function ThemeButton() {
  return html`<theme-toggle><button class="iconbtn" type="button" aria-label=${words.theme}
    ><${Icon} name="sun-moon" /></button></theme-toggle>`;
}

function Mark() {
  return html`<svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
    <path fill="currentColor" d="M16 2.5a13.5 13.5 0 1 1 0 27H4.75A2.25 2.25 0 0 1 2.5 27.25V16A13.5
      13.5 0 0 1 16 2.5Z" />
    <circle class="mark__ring" cx="16" cy="16" r="7.6" fill="none" stroke-width="1.7"
      stroke-dasharray="35.8 12" transform="rotate(158 16 16)" stroke-linecap="round" />
    <circle class="mark__dot" cx="16" cy="16" r="3.1" />
  </svg>`;
}
