// The console's message field: a reply or an internal note, each with its own draft and colour.
import { useEffect } from 'preact/hooks';

import { Composer } from '../live/composer.js';
import { writeDraft } from '../live/drafts.js';
import { html } from '../live/html.js';
import { Icon } from '../live/icons.js';
import { trayOf } from '../live/pictures.js';
import { useConsole } from './context.js';
import { fieldId, focusField } from './focus.js';
import { holdsOf } from './holds.js';
import { firstName } from './people.js';
import { ReplyPicker } from './reply-picker.js';
import { ariaKeys } from './shortcuts.js';
import { composer as words } from './words.js';

export function ChatComposer({ conversation, modes }) {
  const { connection, desk: { page, me } } = useConsole();
  const mode = modes.includes(conversation.mode.value) ? conversation.mode.value : modes[0];
  const chat_id = conversation.id;
  const isNote = mode === 'note';
  const key = conversation.draftKey(mode);
  const reply = words.placeholder(firstName(conversation.name));
  const isEmpty = conversation.draft(mode) === '';
  useEffect(() => conversation.noteTyping(mode, !isEmpty), [mode, isEmpty]);
  const tray = trayOf(key, {
    ...page.pictures,
    address: `/console/chats/${encodeURIComponent(chat_id)}/attachments`,
    csrfToken: page.csrf_token,
  });
  useEffect(() => {
    conversation.tray = tray;
    return () => { conversation.tray = null; };
  }, [tray]);
  const send = (body, attachments) => {
    conversation.thread.post(body, { kind: mode, attachments });
    conversation.scroll.jump();
  };
  const tellTyping = (is_typing) => connection.request('typing', { chat_id, is_typing });
  const onKey = (event) => {
    if (event.key !== '/' || !isEmpty || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    conversation.isPicking.value = true;
  };
  return html`
    ${conversation.isPicking.value
      && html`<${Picker} conversation=${conversation} draftKey=${key} />`}
    <${Composer} id=${fieldId(chat_id)} rows=${2} isNote=${isNote}
      draftKey=${key} label=${isNote ? words.note : reply}
      placeholder=${isNote ? words.notePlaceholder : reply}
      hint=${isNote ? words.noteHint : words.hint}
      sendLabel=${isNote ? words.addNote : words.send}
      tray=${tray} onSend=${send} onKey=${onKey} onTyping=${isNote ? undefined : tellTyping}
      holds=${(body) => (isNote ? [] : holdsOf(body, conversation, me.value.name))}
      tools=${html`<${RepliesButton} conversation=${conversation} />`}
      head=${html`<${Tabs} conversation=${conversation} modes=${modes} mode=${mode} />`} />`;
}

function RepliesButton({ conversation }) {
  const { isPicking } = conversation;
  // A press takes the focus out of the picker, which closes it before the click arrives.
  return html`<button class="iconbtn" type="button" aria-label=${words.replies}
    aria-haspopup="listbox" aria-expanded=${isPicking.value}
    aria-keyshortcuts=${ariaKeys('replies')}
    onMouseDown=${(event) => event.preventDefault()}
    onClick=${() => { isPicking.value = !isPicking.value; }}
    ><${Icon} name="message-square-text" /></button>`;
}

function Picker({ conversation, draftKey }) {
  const field = () => document.getElementById(fieldId(conversation.id));
  const close = () => {
    conversation.isPicking.value = false;
    focusField(conversation.id);
  };
  const insert = (text, { isSent = false } = {}) => {
    const { value, selectionStart, selectionEnd } = field();
    writeDraft(draftKey, value.slice(0, selectionStart) + text + value.slice(selectionEnd));
    conversation.isPicking.value = false;
    requestAnimationFrame(() => {
      const caret = selectionStart + text.length;
      field().focus();
      field().setSelectionRange(caret, caret);
      if (isSent) field().form.requestSubmit();
    });
  };
  return html`<${ReplyPicker} conversation=${conversation} onInsert=${insert}
    onSlash=${() => insert('/')} onClose=${close}
    onLeave=${() => { conversation.isPicking.value = false; }} />`;
}

function Tabs({ conversation, modes, mode }) {
  const onKeyDown = (event) => {
    const isMove = event.key === 'ArrowLeft' || event.key === 'ArrowRight';
    if (!isMove || modes.length < 2) return;
    conversation.mode.value = mode === 'text' ? 'note' : 'text';
    event.currentTarget.querySelector('[aria-selected="false"]').focus();
  };
  const props = { conversation, mode };
  return html`<div class="composer__tabs" role="tablist" aria-label=${words.kinds}
    onKeyDown=${onKeyDown}>
    ${modes.includes('text')
      && html`<${Tab} ...${props} own="text" keys="reply">${words.reply}</${Tab}>`}
    <${Tab} ...${props} own="note" keys="note" cls="is-note">
      <${Icon} name="sticky-note" cls="icon--sm" />${words.note}</${Tab}>
  </div>`;
}

function Tab({ conversation, own, mode, keys, cls = '', children }) {
  const choose = () => {
    conversation.mode.value = own;
    focusField(conversation.id);
  };
  return html`<button class=${cls} type="button" role="tab" aria-selected=${own === mode}
    aria-controls=${fieldId(conversation.id)} aria-keyshortcuts=${ariaKeys(keys)}
    tabindex=${own === mode ? 0 : -1} onClick=${choose}>${children}</button>`;
}
