// One message of a thread, with its avatar, attachments and how far it has come.
import { Avatar } from './avatar.js';
import { clockTime, exactTime, fileSize } from './format.js';
import { html } from './html.js';
import { Icon } from './icons.js';
import { LinkedText } from './links.js';
import { showPicture } from './viewer.js';
import { sentenceOf, words } from './words.js';

/**
 * @param {object} props
 * @param {object} props.line a 'message' of thread-lines
 * @param {import('./chat-thread.js').ChatThread} props.chat
 * @param {string} [props.avatarClass]
 */
export function Message({ line, chat, avatarClass }) {
  const { bubble, own, isFirst, isLast } = line;
  const isNote = bubble.kind === 'note';
  const hasFace = !own && isLast && !isNote;
  return html`<div class=${classesOf(line)}>
    ${hasFace && html`<span class="msg__avatar"><${Avatar} name=${bubble.author.name ?? ''}
      isAgent=${bubble.author.kind === 'agent'} cls=${avatarClass} /></span>`}
    ${isFirst && html`<${Who} line=${line} chat=${chat} />`}
    <div class="msg__col">
      ${bubble.attachments?.map((file) => (
        html`<${Attachment} key=${file.id} file=${file} chat=${chat} />`))}
      ${bubble.body && html`<${Bubble} line=${line} chat=${chat} />`}
      ${bubble.state === 'failed' && html`<${NotSent} bubble=${bubble} chat=${chat} />`}
      ${own && isLast && bubble.state !== 'failed' && !isNote
        && html`<${Receipt} bubble=${bubble} chat=${chat} />`}
    </div>
  </div>`;
}

function classesOf({ bubble, own, isFirst }) {
  return [
    'msg',
    (own || bubble.kind === 'note') && 'msg--own',
    !isFirst && 'msg--next',
    bubble.kind === 'note' && 'msg--note',
    bubble.state === 'pending' && 'msg--pending',
    bubble.state === 'failed' && 'msg--failed',
  ].filter(Boolean).join(' ');
}

function Who({ line: { bubble, own }, chat }) {
  const time = html`<${Time} at=${bubble.created_at} />`;
  const name = html`<b dir="auto">${bubble.author.name}</b>`;
  if (bubble.kind === 'note') {
    return html`<p class="msg__who">${words.note} · ${name} ${time}</p>`;
  }
  const isMine = own && (bubble.author.name === chat.name || chat.side === 'visitor');
  return isMine ? null : html`<p class="msg__who">${name} ${time}</p>`;
}

function Bubble({ line: { bubble, own, isFirst, isLast }, chat }) {
  const isMine = own && bubble.author.name === chat.name;
  const speaker = isMine || chat.side === bubble.author.kind ? words.you : bubble.author.name;
  const isSaid = own || !isFirst;
  return html`<div class=${isLast ? 'bubble bubble--tip' : 'bubble'} dir="auto"
    title=${exactTime(bubble.created_at)}
    >${isSaid && html`<span class="vh">${speaker}: </span>`}<${LinkedText} text=${bubble.body}
    /></div>`;
}

function Receipt({ bubble, chat }) {
  if (bubble.state === 'pending') {
    const label = bubble.is_late ? words.waiting : words.sending;
    return html`<span class="receipt"><${Icon} name="clock" />${label}</span>`;
  }
  const stage = chat.receipt(bubble.seq);
  return html`<span class=${stage === 'read' ? 'receipt receipt--read' : 'receipt'}
    ><${Time} at=${bubble.created_at} /> <${Icon} name=${stage === 'sent' ? 'check' : 'check-check'}
    />${words.receipts[stage]}</span>`;
}

/** Below a message that the server has refused: why, and what can be done about it. */
export function NotSent({ bubble, chat }) {
  return html`<span class="msg__fail"><${Icon} name="circle-alert" />${words.notSent}${' '}
    <button type="button" onClick=${() => chat.resend(bubble.client_id)}>${words.resend}</button>
    <button type="button" onClick=${() => chat.discard(bubble.client_id)}>${words.discard}</button>
  </span>
  <span class="receipt">${bubble.error && sentenceOf(bubble.error)}</span>`;
}

/** A file that hangs on a message; a picture opens in the viewer. */
export function Attachment({ file, chat }) {
  const isPicture = Boolean(file.thumbnail_url);
  const open = (event) => {
    if (!isPicture || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    showPicture(file, picturesOf(chat));
  };
  return html`<a class="attach" href=${file.url} target="_blank" rel="noopener" onClick=${open}
    title=${isPicture && words.openPicture(file.name)}>
    ${isPicture && html`<img class="attach__img" src=${file.thumbnail_url} alt="" loading="lazy"
      width=${file.width} height=${file.height} />`}
    <span class="attach__row"><${Icon} name=${isPicture ? 'image' : 'paperclip'} />
      <span dir="auto">${file.name} <small>${fileSize(file.size)}</small></span></span>
  </a>`;
}

function picturesOf(chat) {
  const all = chat.bubbles.value.flatMap((bubble) => bubble.attachments ?? []);
  return all.filter((file) => file.thumbnail_url);
}

function Time({ at }) {
  const iso = new Date(at).toISOString();
  return html`<time datetime=${iso} title=${exactTime(at)}>${clockTime(at)}</time>`;
}
