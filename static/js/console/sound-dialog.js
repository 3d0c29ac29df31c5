// Sounds and notifications: which, how loud, heard at once; kept on the server with each change.
import { useId, useState } from 'preact/hooks';

import { Dialog } from '../live/dialog.js';
import { html } from '../live/html.js';
import { Icon } from '../live/icons.js';
import { useConsole } from './context.js';
import { SOUNDS } from './sounds.js';
import { sounds as words } from './words-alerts.js';

const REPEATS = [5, 10, 15, 30, 60, 120, 300];

export function SoundDialog({ onClose }) {
  const { settings, alerts } = useConsole();
  const [problem, setProblem] = useState(null);
  const { sound } = settings.all.value;
  const change = async (some) => {
    const answer = await settings.change(some);
    setProblem(answer.ok ? null : words.notSaved);
  };
  const tune = (some) => change({ sound: { ...sound, ...some } });
  const foot = html`<button class="btn btn--primary" type="button" onClick=${onClose}>
    ${words.done}</button>`;
  return html`<${Dialog} title=${words.title} lead=${words.lead} onClose=${onClose} foot=${foot}>
    <${State} speaker=${alerts.speaker} />
    <p class=${problem ? 'field__error' : 'vh'} role="alert">${problem}</p>
    <${Choice} label=${words.waiting} value=${sound.waiting} sound=${sound}
      choose=${(waiting) => tune({ waiting })} />
    <${Repeat} value=${sound.repeat_seconds} choose=${(repeat_seconds) => tune({ repeat_seconds })} />
    <${Choice} label=${words.message} value=${sound.message} sound=${sound}
      choose=${(message) => tune({ message })} />
    <${Volume} value=${sound.volume} choose=${(volume) => tune({ volume })} />
    <${Desktop} isOn=${settings.all.value.desktop_notifications}
      choose=${(desktop_notifications) => change({ desktop_notifications })} />
  </${Dialog}>`;
}

function State({ speaker }) {
  const isAudible = speaker.state.value === 'audible';
  return html`<p class="sounds__state" role="status">
    <${Icon} name=${isAudible ? 'volume-2' : 'volume-x'} cls="icon--sm" />
    ${isAudible ? words.audible : words.blocked}</p>`;
}

function Choice({ label, value, sound, choose }) {
  const { alerts } = useConsole();
  const id = useId();
  const test = () => testSound(alerts.speaker, value, sound.volume);
  return html`<div class="field"><label class="field__label" for=${id}>${label}</label>
    <div class="sounds__row">
      <select class="input" id=${id} value=${value}
        onChange=${(event) => choose(event.currentTarget.value)}>
        ${[...Object.keys(SOUNDS), 'off'].map((name) => html`<option key=${name} value=${name}>
          ${words.names[name]}</option>`)}
      </select>
      <button class="btn" type="button" disabled=${value === 'off'} onClick=${test}>
        ${words.test}<span class="vh">${words.testOf(words.names[value])}</span></button>
    </div></div>`;
}

function Repeat({ value, choose }) {
  const id = useId();
  const all = [...new Set([...REPEATS, value])].sort((one, other) => one - other);
  return html`<div class="field"><label class="field__label" for=${id}>${words.repeat}</label>
    <select class="input" id=${id} value=${value}
      onChange=${(event) => choose(Number(event.currentTarget.value))}>
      ${all.map((seconds) => html`<option key=${seconds} value=${seconds}>
        ${words.every(seconds)}</option>`)}
    </select></div>`;
}

function Volume({ value, choose }) {
  const id = useId();
  return html`<div class="field"><label class="field__label" for=${id}>${words.volume}
      <span class="field__opt">${words.volumeOf(value)}</span></label>
    <input id=${id} class="sounds__volume" type="range" min="0" max="100" step="5" value=${value}
      onChange=${(event) => choose(Number(event.currentTarget.value))} /></div>`;
}

// Only this press asks the browser for the permission.
function Desktop({ isOn, choose }) {
  const { notices } = useConsole().alerts;
  const hint = useId();
  const permission = notices.permission.value;
  const isPossible = permission === 'default' || permission === 'granted';
  const toggle = async (event) => {
    const isWished = event.currentTarget.checked;
    choose(isWished && (await notices.ask()));
  };
  const hints = { denied: words.desktopDenied, missing: words.desktopMissing };
  return html`<div class="field"><label class="switch">
      <input type="checkbox" role="switch" checked=${isOn && permission === 'granted'}
        disabled=${!isPossible} aria-describedby=${hint} onChange=${toggle} />
      <span>${words.desktop}</span></label>
    <p class="field__hint" id=${hint}>${hints[permission] ?? words.desktopHint}</p></div>`;
}

/** A press on a test button is what lifts the browser's block. */
export async function testSound(speaker, name, volume) {
  await speaker.unblock();
  speaker.play(name === 'off' ? 'bell' : name, volume);
}
