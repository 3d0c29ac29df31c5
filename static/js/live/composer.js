// The field in which a message is written: grows, keeps its draft, sends on Enter.
import { useLayoutEffect, useEffect, useMemo, useRef } from 'preact/hooks';

import { maskCards } from './cards.js';
import { draftOf, writeDraft } from './drafts.js';
import { Held, useHolding } from './holding.js';
import { html } from './html.js';
import { Icon } from './icons.js';
import { PickPictures, PictureList } from './picture-list.js';
import { secretIn } from './secrets.js';
import { BODY_LIMIT, codePoints, tidy } from './text.js';
import { hasTouchKeyboard } from './touch.js';
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
 * @param {(body: string, pictures: object[]) => void} props.onSend gets the tidied text and the
 *   pictures that go with it; must put them in the outbox
 * @param {import('./pictures.js').PictureTray} [props.tray] where pictures may be added
 * @param {(is_typing: boolean) => void} [props.onTyping] leave it out for notes
 * @param {(event: KeyboardEvent) => void} [props.onKey] hears keys first; preventDefault ends it
 * @param {(body: string) => object[]} [props.holds] what holds this text back, see holding.js
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
  const { held, mayPass } = useHolding(text);
  const send = (event) => {
    event.preventDefault();
    if (mayPass(holdsOf(text, props))) trySend({ text, props, teller, field: field.current });
    else field.current.focus();
  };
  const write = (event) => {
    writeDraft(draftKey, event.currentTarget.value);
    teller.changed(event.currentTarget.value);
  };
  return html`<form class=${isNote ? 'composer composer--note' : 'composer'} onSubmit=${send}
    ...${props.tray ? receiving(props.tray) : {}}>
    ${props.head}
    ${props.tray && html`<${PictureList} tray=${props.tray} />`}
    ${held && html`<${Held} hold=${held} />`}
    <label class="vh" for=${id}>${props.label}</label>
    <textarea id=${id} ref=${field} rows=${rows} dir="auto" placeholder=${props.placeholder}
      value=${text} onInput=${write} aria-describedby=${`${id}-count`}
      onKeyDown=${(event) => onKeyDown(event, props, send)} />
    <${Bar} ...${props} text=${text} />
  </form>`;
}

function Bar({ id, text, tools, tray, hint, sendLabel, isQuiet }) {
  const used = codePoints(tidy(text));
  const isCounted = used >= BODY_LIMIT * COUNT_FROM;
  const isOver = used > BODY_LIMIT;
  const classes = isQuiet ? 'btn btn--soft btn--sm' : 'btn btn--primary btn--sm';
  return html`<div class="composer__bar">
    ${tray && html`<${PickPictures} tray=${tray} />`}
    ${tools}
    ${isCounted
      ? html`<span class="sm muted num push" id=${`${id}-count`}>${counted(used)}</span>`
      : html`<span class="composer__hint">${tray?.isSending ? words.stillSending : hint}</span>`}
    <span class="vh" role="status">${threshold(used)}</span>
    <button class=${isQuiet ? `${classes} push` : classes} type="submit"
      aria-disabled=${isOver || Boolean(tray?.isSending)}
      >${sendLabel}${!isQuiet && html`<${Icon} name="send-horizontal"
        cls="icon--sm icon--flip" />`}</button>
  </div>`;
}

function holdsOf(text, { holds }) {
  const secret = secretIn(text);
  const icon = secret === 'card' ? 'credit-card' : 'lock';
  const warning = secret && { key: secret, icon, text: words.secrets[secret] };
  return [...(holds?.(tidy(text)) ?? []), ...(warning ? [warning] : [])];
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
  const pictures = props.tray?.ready ?? [];
  const says = body !== '' || pictures.length > 0;
  if (says && codePoints(body) <= BODY_LIMIT && !props.tray?.isSending) {
    props.onSend(maskCards(body), pictures);
    props.tray?.clear();
    writeDraft(props.draftKey, '');
    teller.stop();
  }
  field.focus();
}

// Pictures are dropped on the whole field and pasted into its text.
function receiving(tray) {
  const filesOf = (transfer) => [...(transfer?.files ?? [])];
  const over = (event, is) => event.currentTarget.classList.toggle('composer--over', is);
  return {
    onPaste: (event) => {
      const files = filesOf(event.clipboardData);
      if (files.length > 0) event.preventDefault();
      tray.take(files);
    },
    onDragOver: (event) => {
      if (!event.dataTransfer.types.includes('Files')) return;
      event.preventDefault();
      over(event, true);
    },
    onDragLeave: (event) => over(event, false),
    onDrop: (event) => {
      over(event, false);
      event.preventDefault();
      tray.take(filesOf(event.dataTransfer));
    },
  };
}

function onKeyDown(event, props, send) {
  props.onKey?.(event);
  const isComposing = event.isComposing || event.keyCode === IME_KEY_CODE;
  if (event.defaultPrevented || event.key !== 'Enter' || isComposing) return;
  const isForced = event.ctrlKey || event.metaKey;
  if (isForced || !(event.shiftKey || hasTouchKeyboard())) send(event);
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
