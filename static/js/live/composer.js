// The field in which a message is written: grows, keeps its draft, sends on Enter.
import { useLayoutEffect, useEffect, useMemo, useRef } from 'preact/hooks';

import { draftOf, writeDraft } from './drafts.js';
import { html } from './html.js';
import { Icon } from './icons.js';
import { BODY_LIMIT, codePoints, tidy } from './text.js';
import { TypingTeller } from './typing.js';
import { words } from './words.js';

const MOST_LINES = 8;
const COUNT_FROM = 0.8;
const IME_KEY_CODE = 229;

/**
 * @param {object} props
 * @param {string} props.id of the field
 * @param {string} props.draftKey see drafts.js; one per chat and kind
 * @param {string} props.label for screen readers
 * @param {string} props.placeholder
 * @param {string} props.sendLabel
 * @param {(body: string) => void} props.onSend gets the tidied text; must put it in the outbox
 * @param {(is_typing: boolean) => void} [props.onTyping] leave it out for notes
 * @param {(event: KeyboardEvent) => void} [props.onKey] hears keys first; preventDefault ends it
 * @param {boolean} [props.isNote]
 * @param {boolean} [props.isQuiet] a soft button, for a field beside the page's main action
 * @param {boolean} [props.takesFocus] when it appears
 * @param {number} [props.rows]
 * @param {string} [props.hint]
 * @param {*} [props.head] above the field, such as tabs
 * @param {*} [props.tools] before the hint, such as icon buttons
 */
export function Composer(props) {
  const { id, draftKey, rows = 1, isNote = false, takesFocus = false } = props;
  const field = useRef(null);
  const text = draftOf(draftKey).value;
  const teller = useMemo(() => new TypingTeller((is) => props.onTyping?.(is)), [draftKey]);
  useLayoutEffect(() => grow(field.current), [text]);
  useEffect(() => { if (takesFocus) field.current.focus(); }, []);
  useEffect(() => () => teller.stop(), [teller]);
  const send = (event) => {
    event.preventDefault();
    trySend({ text, props, teller, field: field.current });
  };
  const write = (event) => {
    writeDraft(draftKey, event.currentTarget.value);
    teller.changed(event.currentTarget.value);
  };
  return html`<form class=${isNote ? 'composer composer--note' : 'composer'} onSubmit=${send}>
    ${props.head}
    <label class="vh" for=${id}>${props.label}</label>
    <textarea id=${id} ref=${field} rows=${rows} dir="auto" placeholder=${props.placeholder}
      value=${text} onInput=${write} aria-describedby=${`${id}-count`}
      onKeyDown=${(event) => onKeyDown(event, props, send)} />
    <${Bar} ...${props} text=${text} />
  </form>`;
}

function Bar({ id, text, tools, hint, sendLabel, isQuiet }) {
  const used = codePoints(tidy(text));
  const isCounted = used >= BODY_LIMIT * COUNT_FROM;
  const isOver = used > BODY_LIMIT;
  const classes = isQuiet ? 'btn btn--soft btn--sm' : 'btn btn--primary btn--sm';
  return html`<div class="composer__bar">
    ${tools}
    ${isCounted
      ? html`<span class="sm muted num push" id=${`${id}-count`}>${counted(used)}</span>`
      : html`<span class="composer__hint">${hint}</span>`}
    <span class="vh" role="status">${threshold(used)}</span>
    <button class=${isQuiet ? `${classes} push` : classes} type="submit" aria-disabled=${isOver}
      >${sendLabel}${!isQuiet && html`<${Icon} name="send-horizontal"
        cls="icon--sm icon--flip" />`}</button>
  </div>`;
}

function counted(used) {
  return used > BODY_LIMIT ? words.tooLong(used - BODY_LIMIT) : words.count(used, BODY_LIMIT);
}

// Said once at 90 % and once at 100 %, not at each letter.
function threshold(used) {
  if (used >= BODY_LIMIT) return words.count(BODY_LIMIT, BODY_LIMIT);
  return used >= BODY_LIMIT * 0.9 ? words.left(BODY_LIMIT * 0.1) : '';
}

function trySend({ text, props, teller, field }) {
  const body = tidy(text);
  if (body !== '' && codePoints(body) <= BODY_LIMIT) {
    props.onSend(body);
    writeDraft(props.draftKey, '');
    teller.stop();
  }
  field.focus();
}

function onKeyDown(event, props, send) {
  props.onKey?.(event);
  const isComposing = event.isComposing || event.keyCode === IME_KEY_CODE;
  if (event.defaultPrevented || event.key !== 'Enter' || isComposing) return;
  const isForced = event.ctrlKey || event.metaKey;
  if (isForced || !(event.shiftKey || hasTouchKeyboard())) send(event);
}

// On a touch keyboard Enter is the only way to a new line.
function hasTouchKeyboard() {
  return matchMedia('(hover: none) and (pointer: coarse)').matches;
}

// To measure its text the field is folded up for a moment. The margin keeps its place meanwhile,
// or the thread above would have room to move.
function grow(field) {
  const style = getComputedStyle(field);
  const padding = parseFloat(style.paddingBlockStart) + parseFloat(style.paddingBlockEnd);
  const ofLines = (lines) => parseFloat(style.lineHeight) * lines + padding;
  field.style.setProperty('margin-block-end', `${field.offsetHeight}px`);
  field.style.setProperty('block-size', '0');
  const needed = Math.max(field.scrollHeight, ofLines(field.rows));
  field.style.removeProperty('margin-block-end');
  field.style.setProperty('block-size', `${Math.min(needed, ofLines(MOST_LINES))}px`);
  field.style.setProperty('overflow-y', needed > ofLines(MOST_LINES) ? 'auto' : 'hidden');
}
