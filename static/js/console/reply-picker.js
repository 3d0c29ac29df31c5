// The saved replies over the message field: search, choose with the arrows, insert.
import { useEffect, useId, useState } from 'preact/hooks';

import { html } from '../live/html.js';
import { Icon } from '../live/icons.js';
import { useConsole } from './context.js';
import { findReplies, valuesIn } from './saved-replies.js';
import { openVariables, filled, piecesOf } from './variables.js';
import { replies as words } from './words-replies.js';

/**
 * @param {object} props
 * @param {import('./conversation.js').Conversation} props.conversation
 * @param {(text: string, how: {isSent: boolean}) => void} props.onInsert
 * @param {() => void} props.onSlash a second "/" was meant as a sign
 * @param {() => void} props.onClose by key: the focus goes back to the field
 * @param {() => void} props.onLeave the focus has gone on already
 */
export function ReplyPicker({ conversation, onInsert, onSlash, onClose, onLeave }) {
  const { desk, replies } = useConsole();
  const id = useId();
  const [search, setSearch] = useState('');
  const [at, setAt] = useState(0);
  const [isHeld, setHeld] = useState(false);
  useEffect(() => { replies.load(); }, []);
  const values = valuesIn(conversation.chat.value, desk.me.value.name);
  const found = findReplies(replies.all.value ?? [], search);
  const chosen = found[Math.min(at, found.length - 1)] ?? null;
  const choose = (index) => { setAt(index); setHeld(false); };
  const insert = (reply, isSent) => {
    const text = filled(reply.text, values);
    if (isSent && openVariables(text).length > 0) setHeld(true);
    else onInsert(text, { isSent });
  };
  const { length } = found;
  const onKeyDown = (event) => onKey(event, {
    step: (by) => choose(length && (found.indexOf(chosen) + by + length) % length),
    insert: (isSent) => chosen && insert(chosen, isSent),
    slash: search === '' ? onSlash : null,
    close: onClose,
  });
  const searchFor = (text) => { setSearch(text); choose(0); };
  return html`<div class="picker" role="group" aria-label=${words.title} onKeyDown=${onKeyDown}
    onMouseDown=${keepFocus} onFocusOut=${(event) => leaves(event) && setTimeout(onLeave)}>
    <${Search} id=${id} search=${search} count=${found.length} onInput=${searchFor}
      activeId=${chosen && optionId(id, chosen)} />
    <div class="picker__list" role="listbox" id=${`${id}-list`} aria-label=${words.title}>
      <${State} count=${found.length} search=${search} />
      ${[true, false].map((isShared) => html`<${Group} key=${isShared} id=${id} chosen=${chosen}
        title=${isShared ? words.team : words.mine} search=${search}
        replies=${found.filter((one) => one.is_shared === isShared)}
        choose=${(reply) => insert(reply, false)} />`)}
    </div>
    <${View} reply=${chosen} values=${values} isHeld=${isHeld} />
    <${Foot} />
  </div>`;
}

function onKey(event, { step, insert, slash, close }) {
  const isForced = event.ctrlKey || event.metaKey;
  const acts = {
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    Enter: () => insert(isForced),
    Escape: close,
    ...(slash && { '/': slash }),
  };
  if (event.isComposing || !Object.hasOwn(acts, event.key)) return;
  event.preventDefault();
  acts[event.key]();
}

// A press on a reply must not take the focus from the search field, which would close the picker.
function keepFocus(event) {
  if (!event.target.closest('input')) event.preventDefault();
}

// Whoever takes the field away while the focus is on its way loses it: `onLeave` comes after that.
// Null is the browser's window that lost the focus, not somebody who has gone on.
function leaves({ currentTarget, relatedTarget }) {
  return relatedTarget !== null && !currentTarget.contains(relatedTarget);
}

function Search({ id, search, count, onInput, activeId }) {
  return html`<div class="picker__search"><${Icon} name="search" cls="icon--sm" />
    <label class="vh" for=${id}>${words.find}</label>
    <input id=${id} role="combobox" aria-expanded="true" aria-controls=${`${id}-list`}
      aria-autocomplete="list" aria-activedescendant=${activeId} autocomplete="off" dir="auto"
      placeholder=${words.find} value=${search} ref=${focusOnce}
      onInput=${(event) => onInput(event.currentTarget.value)} />
    <span class="badge badge--line" role="status">${words.found(count)}</span></div>`;
}

// A stable function runs once, when the field appears.
function focusOnce(field) {
  field?.focus();
}

function State({ count, search }) {
  const { replies } = useConsole();
  if (replies.isMissing.value && replies.all.value === null) {
    return html`<p class="picker__group" role="alert">${words.missing}
      <button class="btn btn--xs" type="button" onClick=${() => replies.load()}
        >${words.again}</button></p>`;
  }
  if (replies.all.value === null) return html`<p class="picker__group">${words.loading}</p>`;
  if (count > 0) return null;
  return html`<p class="picker__group">${search === '' ? words.none : words.notFound(search)}</p>`;
}

function Group({ id, title, replies, chosen, search, choose }) {
  if (replies.length === 0) return null;
  const heading = `${id}-${replies[0].id}`;
  return html`<div role="group" aria-labelledby=${heading}>
    <div class="picker__group" id=${heading}>${title}</div>
    ${replies.map((reply) => html`<div class="picker__opt" role="option" key=${reply.id}
      id=${optionId(id, reply)} aria-selected=${reply === chosen} lang=${reply.language}
      ref=${reply === chosen ? show : null} onClick=${() => choose(reply)}>
      <b dir="auto"><${Marked} text=${reply.title} search=${search} /></b>
      <code>/${reply.shortcut}</code></div>`)}</div>`;
}

function show(option) {
  option?.scrollIntoView({ block: 'nearest' });
}

function Marked({ text, search }) {
  const word = search.trim();
  const start = word === '' ? -1 : text.toLowerCase().indexOf(word.toLowerCase());
  if (start === -1) return text;
  const end = start + word.length;
  return html`${text.slice(0, start)}<mark>${text.slice(start, end)}</mark>${text.slice(end)}`;
}

/** The text as it will be, what was filled in marked, and what has no value marked otherwise. */
function View({ reply, values, isHeld }) {
  if (!reply) return html`<div class="picker__view"></div>`;
  const open = openVariables(filled(reply.text, values));
  return html`<div class="picker__view">
    ${open.length > 0 && html`<p class="picker__open" role=${isHeld ? 'alert' : null}>
      <${Icon} name="circle-alert" cls="icon--sm" />${words.open(open)}</p>`}
    <p class="picker__text" dir="auto" lang=${reply.language}>${piecesOf(reply.text, values).map(
      ({ text, variable, value }) => text ?? html`<span class=${value ? 'var' : 'var var--open'}
        >${value ?? variable}</span>`)}</p>
    <p class="sm muted">${words.changedBy(reply.changed_by, reply.updated_at)}</p></div>`;
}

function Foot() {
  return html`<div class="picker__foot" aria-hidden="true">
    ${words.keys.map(([caps, text]) => html`<span>${caps.map((cap) => html`<span class="kbd"
      >${cap}</span>`)} ${text}</span>`)}</div>`;
}

function optionId(id, reply) {
  return `${id}-option-${reply.id}`;
}
