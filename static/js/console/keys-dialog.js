// The shortcut sheet: exactly the keys that `shortcuts.js` registers, and the way to other ones.
import { useRef, useState } from 'preact/hooks';

import { Dialog } from '../live/dialog.js';
import { html } from '../live/html.js';
import { Icon } from '../live/icons.js';
import { useConsole } from './context.js';
import { comboOf, isChangeable, objectionTo } from './key-choice.js';
import { combosOf, keycaps, SHORTCUTS } from './shortcuts.js';
import { dialog, keys as words } from './words-dialogs.js';

const isMac = navigator.platform.startsWith('Mac');

export function KeysDialog({ onClose }) {
  const { settings } = useConsole();
  const [isChanging, setChanging] = useState(false);
  const [problem, setProblem] = useState(null);
  const change = async (some) => {
    const answer = await settings.change(some);
    setProblem(answer.ok ? null : words.notSaved);
  };
  const choose = (id, combo) => change({ keys: withKey(settings.all.value.keys, id, combo) });
  const edit = isChanging ? { choose, complain: setProblem } : null;
  const foot = html`<label class="switch"><input type="checkbox" role="switch"
      checked=${settings.all.value.keys_on}
      onChange=${(event) => change({ keys_on: event.currentTarget.checked })} />
    <span>${words.singleKeys}</span></label>
    <button class="btn btn--quiet" type="button" aria-pressed=${isChanging}
      onClick=${() => setChanging(!isChanging)}>${words.change}</button>
    <button class="btn" type="button" onClick=${onClose}>${dialog.close}</button>`;
  return html`<${Dialog} title=${words.title} lead=${isChanging ? words.changeLead : words.lead}
    size="dialog--wide" onClose=${onClose} foot=${foot}>
    <p class=${problem ? 'field__error keys__problem' : 'vh'} role="alert">
      ${problem && html`<${Icon} name="circle-alert" cls="icon--sm" />`}${problem}</p>
    <div class="keys" tabindex="0" role="region" aria-label=${words.region}>
      ${Object.entries(words.areas).map(([area, title]) => html`<section key=${area}>
        <h3>${title}</h3>
        <dl>${SHORTCUTS.filter((one) => one.area === area).map((one) => html`
          <${Key} key=${one.id} shortcut=${one} edit=${edit} />`)}</dl></section>`)}
    </div></${Dialog}>`;
}

/** `combo` null: as usual again. */
function withKey(keys, id, combo) {
  const { [id]: _before, ...others } = keys;
  return combo === null ? others : { ...others, [id]: combo };
}

function Key({ shortcut, edit }) {
  const isOpen = edit && isChangeable(shortcut);
  return html`<div><dt>${words.labels[shortcut.id]}</dt><dd>${isOpen
    ? html`<${Choice} shortcut=${shortcut} ...${edit} />`
    : html`<${Caps} combos=${combosOf(shortcut)} />`}</dd></div>`;
}

function Caps({ combos }) {
  if (combos.length === 0) return html`<i>${words.none}</i>`;
  return combos.map((combo, index) => html`
    ${index > 0 && html`<i>${words.or}</i>`}
    ${keycaps(combo, isMac).map((cap) => html`<span class="kbd">${cap}</span>`)}`);
}

/** A button that takes the next key; Backspace leaves the act without one, Esc changes nothing. */
function Choice({ shortcut, choose, complain }) {
  const { settings } = useConsole();
  const [isListening, listen] = useState(false);
  const button = useRef(null);
  const { id } = shortcut;
  const isOwn = Object.hasOwn(settings.all.value.keys, id);
  const take = (combo) => {
    listen(false);
    choose(id, combo);
  };
  const onKeyDown = (event) => {
    if (!isListening || event.key === 'Tab') return;
    event.preventDefault();
    event.stopPropagation();
    const combo = comboOf(event);
    if (event.key === 'Escape') listen(false);
    else if (event.key === 'Backspace') take('');
    else if (combo !== null) offer(combo, { shortcut, take, complain });
  };
  const reset = () => {
    take(null);
    button.current.focus();
  };
  return html`${isOwn && html`<button class="btn btn--quiet btn--xs" type="button"
      aria-label=${words.usualFor(words.labels[id])} onClick=${reset}>${words.usual}</button>`}
    <button class="btn btn--xs keys__choice" type="button" ref=${button} aria-pressed=${isListening}
      onClick=${() => listen(true)} onBlur=${() => listen(false)} onKeyDown=${onKeyDown}
      ><span class="vh">${words.changeFor(words.labels[id])}</span>${isListening
        ? words.press : html`<${Caps} combos=${combosOf(shortcut)} />`}</button>`;
}

function offer(combo, { shortcut, take, complain }) {
  const objection = objectionTo(combo, shortcut);
  if (objection) {
    const keys = keycaps(combo, isMac).join(' ');
    complain(words.objections[objection.reason](keys, words.labels[objection.by]));
  } else {
    take(combo);
  }
}
