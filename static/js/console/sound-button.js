// Sounds at the top of the list: where they are set, and whether they can be heard at all.
import { html } from '../live/html.js';
import { Icon } from '../live/icons.js';
import { useConsole } from './context.js';
import { testSound } from './sound-dialog.js';
import { sounds as words } from './words-alerts.js';

export function SoundButton() {
  const { desk, settings, alerts } = useConsole();
  const state = stateOf(settings.all.value.sound, alerts.speaker);
  const label = { off: words.openOff, blocked: words.openBlocked, audible: words.open }[state];
  return html`<button class=${state === 'blocked' ? 'iconbtn sounds__blocked' : 'iconbtn'}
    type="button" aria-label=${label} title=${label} aria-haspopup="dialog"
    onClick=${() => { desk.dialog.value = { name: 'sounds' }; }}>
    <${Icon} name=${state === 'audible' ? 'volume-2' : 'volume-x'} cls="icon--sm" /></button>`;
}

/** At the foot of the list, so that nothing moves under the hand when it goes. */
export function SoundBlocked() {
  const { desk, settings, alerts } = useConsole();
  const { sound } = settings.all.value;
  const isOnline = desk.me.value.presence === 'online';
  if (!isOnline || stateOf(sound, alerts.speaker) !== 'blocked') return null;
  return html`<p class="sounds__notice"><${Icon} name="volume-x" cls="icon--sm" />
    <span>${words.blocked}</span>
    <button class="btn btn--xs" type="button"
      onClick=${() => testSound(alerts.speaker, sound.waiting, sound.volume)}>
      ${words.clickToTest}</button></p>`;
}

function stateOf({ waiting, message, volume }, speaker) {
  if (volume === 0 || (waiting === 'off' && message === 'off')) return 'off';
  return speaker.state.value;
}
