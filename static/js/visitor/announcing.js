// What a screen reader, and a visitor in another tab, are told when the chat changes.
import { effect } from '@preact/signals';

import { say, warn } from '../live/announce.js';
import { words as liveWords } from '../live/words.js';
import { call } from './attention.js';
import { PlaceVoice } from './place.js';
import { words } from './words.js';

/** @param {import('./store.js').VisitorDesk} desk */
export function announceChanges(desk) {
  let known = desk.chat.peek();
  let failures = 0;
  const voice = new PlaceVoice((position) => say(words.number(position)));
  effect(() => {
    const chat = desk.chat.value;
    tellState(chat, known);
    tellPlace(chat, known, voice);
    known = chat;
  });
  effect(() => {
    const failed = desk.thread.entries.value.filter((entry) => entry.state === 'failed').length;
    if (failed > failures) warn(liveWords.notSent);
    failures = failed;
  });
  callForMessages(desk);
}

function tellState(chat, known) {
  const hasMoved = chat.state !== known.state;
  if (hasMoved && chat.state === 'active') welcome(chat);
  else if (hasMoved && chat.state === 'closed') say(words.ended);
  else if (hasMoved) say(words.requeued(chat.position ?? 1));
  else if (known.agent?.connected && !chat.agent?.connected && chat.state === 'active') {
    say(words.agentAway(chat.agent.name));
  }
}

function welcome(chat) {
  warn(words.joined(chat.agent.name));
  call(words.notice(chat.agent.name));
}

function tellPlace(chat, known, voice) {
  if (chat.state !== 'queued' || chat.position === 1) voice.stop();
  if (chat.state !== 'queued' || chat.position === known.position) return;
  if (chat.position === 1) {
    warn(words.next);
    call(words.next);
  } else {
    voice.tell(chat.position);
  }
}

function callForMessages(desk) {
  let unread = desk.thread.unread.peek();
  effect(() => {
    const count = desk.thread.unread.value;
    if (count > unread && document.visibilityState === 'hidden') call(liveWords.newMessages(count));
    unread = count;
  });
}
