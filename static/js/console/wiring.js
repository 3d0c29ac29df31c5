// Ties the console together: the desk, its connection, what heals it and what is done with it.
import { computed, effect } from '@preact/signals';

import { say } from '../live/announce.js';
import { NO_ANSWER } from '../live/answers.js';
import { Connection } from '../live/connection.js';
import { dispatch } from '../live/dispatch.js';
import { Outbox } from '../live/outbox.js';
import { Activity } from './activity.js';
import { Acts } from './acts.js';
import { Alerts } from './alerts.js';
import { Api } from './api.js';
import { Desk } from './desk.js';
import { Healing } from './healing.js';
import { Hearing } from './hearing.js';
import { takeBack } from './late-words.js';
import { OwnSettings } from './own-settings.js';
import { openId } from './route.js';
import { SavedReplies } from './saved-replies.js';
import { ServerDrafts } from './server-drafts.js';
import { shownIds } from './split.js';
import { SpokenSummary } from './spoken-summary.js';
import { spoken } from './words.js';

/** Opens the connection and returns what `context.js` names. */
export function openDesk(page) {
  const connection = new Connection({ namespace: '/agent' });
  const threadOf = (chat_id) => desk.conversation(chat_id)?.thread;
  const outbox = new Outbox({
    send: (entry) => connection.request('send_message', sendable(entry)),
    stamp: (chat_id) => ({ epoch: desk.conversation(chat_id)?.chat.value.epoch }),
    onRefused: (entry) => takeBack(entry, desk),
    onStored: (message) => threadOf(message.chat_id)?.acknowledge(message),
    onChange: (chat_id, entries) => {
      const thread = threadOf(chat_id);
      if (thread) thread.entries.value = entries;
    },
  });
  const doorOf = (chat_id) => door(chat_id, { connection, healing, desk });
  const desk = new Desk(page, { outbox, doorOf });
  const healing = new Healing(connection, desk);
  const acts = new Acts(connection, desk, healing);
  const summary = new SpokenSummary(say, spoken);
  const api = new Api(page.csrf_token);
  const settings = new OwnSettings(api, page.settings, channelOf(page.agent));
  const alerts = new Alerts({ desk, connection, settings });
  const hearing = new Hearing({ desk, healing, acts, alerts, spoken: summary });
  dispatch(connection, hearing, 'agent');
  connection.onConnected(() => outbox.flush());
  healing.start();
  tellActivity(connection, desk);
  alerts.start();
  const isHeld = (chat_id) => holds(desk, chat_id);
  new ServerDrafts(api).start(page.drafts, isHeld);
  previewOpenChat(desk, healing);
  leaveNothingBehind(desk, outbox);
  connection.open();
  const replies = new SavedReplies(api);
  return { desk, acts, connection, outbox, api, settings, alerts, replies };
}

function channelOf(agent) {
  return new BroadcastChannel(`livedesk:settings:${agent.id}`);
}

// A wish to be available is a sign of life, too.
function tellActivity(connection, desk) {
  const activity = new Activity(connection);
  const isOnline = computed(() => desk.me.value.presence === 'online');
  activity.start();
  effect(() => {
    if (isOnline.value && connection.isConnected) activity.tell();
  });
}

// What was written before a chat changed hands must not be said after it.
function sendable({ chat_id, client_id, body, kind, attachments, epoch }) {
  const message = { chat_id, client_id, body, kind, ...(epoch && { epoch }) };
  const ids = attachments.map((one) => one.id);
  return ids.length > 0 ? { ...message, attachments: ids } : message;
}

// How one chat's thread asks the server. Only the agent who holds a chat has read it: a preview
// leaves no mark.
function door(chat_id, { connection, healing, desk }) {
  const mark = (event, seq) => (holds(desk, chat_id)
    ? connection.request(event, { chat_id, seq }) : Promise.resolve(NO_ANSWER));
  return {
    async sync({ before_seq }) {
      if (before_seq === undefined) return { ok: await healing.sync(), messages: [] };
      const answer = await connection.request('sync', { before: { [chat_id]: before_seq } });
      if (!answer.ok) return answer;
      return { ...answer, has_more: answer.has_more.includes(chat_id) };
    },
    markDelivered: (seq) => mark('mark_delivered', seq),
    markRead: (seq) => mark('mark_read', seq),
  };
}

function holds(desk, chat_id) {
  const conversation = desk.conversation(chat_id);
  return conversation !== null && desk.isMine(conversation);
}

/** A chat that is opened without being held, of the queue or neglected, is read: a preview. */
function previewOpenChat(desk, healing) {
  effect(() => {
    const foreign = desk.board.find(openId.value) ?? desk.neglectedChat(openId.value);
    const known = desk.conversation(openId.value);
    const listed = desk.order.value;
    for (const one of desk.conversations.peek().values()) {
      const isLooked = shownIds.value.includes(one.id) || listed.includes(one.id);
      if (!isLooked) desk.drop(one.id);
    }
    if (foreign && !known) {
      desk.take(foreign);
      healing.sync();
    }
  });
}

// Acts that wait for an Undo are done; only a message that is not stored yet holds a person back.
function leaveNothingBehind(desk, outbox) {
  addEventListener('pagehide', () => desk.deferred.sendAllNow());
  document.addEventListener('freeze', () => desk.deferred.sendAllNow());
  addEventListener('beforeunload', (event) => {
    if (outbox.pendingCount > 0) event.preventDefault();
  });
}
