// The console's message field: a reply or an internal note, each with its own draft and colour.
import { Composer } from '../live/composer.js';
import { html } from '../live/html.js';
import { Icon } from '../live/icons.js';
import { trayOf } from '../live/pictures.js';
import { useConsole } from './context.js';
import { fieldId, focusField } from './focus.js';
import { firstName } from './people.js';
import { ariaKeys } from './shortcuts.js';
import { composer as words } from './words.js';

export function ChatComposer({ conversation, modes }) {
  const { connection, desk: { page } } = useConsole();
  const mode = modes.includes(conversation.mode.value) ? conversation.mode.value : modes[0];
  const chat_id = conversation.id;
  const isNote = mode === 'note';
  const reply = words.placeholder(firstName(conversation.name));
  const tray = trayOf(conversation.draftKey(mode), {
    ...page.pictures,
    address: `/console/chats/${encodeURIComponent(chat_id)}/attachments`,
    csrfToken: page.csrf_token,
  });
  const send = (body, attachments) => {
    conversation.thread.post(body, { kind: mode, attachments });
    conversation.scroll.jump();
  };
  const tellTyping = (is_typing) => connection.request('typing', { chat_id, is_typing });
  return html`<${Composer} id=${fieldId(chat_id)} rows=${2} isNote=${isNote}
    draftKey=${conversation.draftKey(mode)} label=${isNote ? words.note : reply}
    placeholder=${isNote ? words.notePlaceholder : reply}
    hint=${isNote ? words.noteHint : words.hint}
    sendLabel=${isNote ? words.addNote : words.send}
    tray=${tray} onSend=${send} onTyping=${isNote ? undefined : tellTyping}
    head=${html`<${Tabs} conversation=${conversation} modes=${modes} mode=${mode} />`} />`;
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
