// The agent's own availability and load, at the top of the list.
import { html } from '../live/html.js';
import { Icon } from '../live/icons.js';
import { useConsole } from './context.js';
import { choosePresence } from './leaving.js';
import { Menu, MenuItem } from './menu.js';
import { shownPresence } from './people.js';
import { SoundButton } from './sound-button.js';
import { ariaKeys } from './shortcuts.js';
import { list as words, presence, presenceHints } from './words.js';
import { presence as more } from './words-presence.js';

const DOTS = { online: 'on', busy: 'busy', away: 'away', offline: 'off' };
const NAMES = { ...presence, busy: more.busy };

/** The name of the mark that `live/avatar.js` and `.presence` draw. */
export const dotOf = (state) => DOTS[state];

export function PresenceMenu() {
  const { desk, acts } = useConsole();
  const current = desk.me.value.presence;
  const shown = shownPresence(desk.me.value);
  const hints = shown === 'busy' ? { ...presenceHints, online: more.busyHint } : presenceHints;
  const face = html`<${Dot} state=${shown} />${NAMES[shown]}
    <${Icon} name="chevron-down" cls="icon--sm" />`;
  const attributes = { 'aria-keyshortcuts': ariaKeys('toggle_presence') };
  return html`<div class="me">
    <${Menu} label=${words.presenceMenu} cls="me__btn" face=${face} attributes=${attributes}>
      ${Object.keys(presence).map((state) => html`<${MenuItem} key=${state}
        isChecked=${state === current} onChoose=${() => choosePresence({ desk, acts }, state)}>
        <${Dot} state=${state} /><span>${presence[state]}<small class="muted presence__hint"
          >${hints[state]}</small></span></${MenuItem}>`)}
    </${Menu}>
    <${Load} agent=${desk.me.value} />
    <${SoundButton} />
  </div>`;
}

/** How many chats an agent has, as a meter and in words. */
export function Load({ agent, text = words.load(agent.active_chats, agent.capacity) }) {
  const isFull = agent.active_chats >= agent.capacity;
  const steps = Array.from({ length: agent.capacity }, (_, index) => index < agent.active_chats);
  return html`<span class="me__load">
    <span class=${isFull ? 'meter meter--full' : 'meter'} aria-hidden="true"
      >${steps.map((isOn) => html`<i class=${isOn ? 'on' : ''}></i>`)}</span>
    <span class="num">${text}</span></span>`;
}

function Dot({ state }) {
  const dot = dotOf(state);
  return html`<span class=${dot === 'on' ? 'presence' : `presence presence--${dot}`}
    aria-hidden="true"></span>`;
}
