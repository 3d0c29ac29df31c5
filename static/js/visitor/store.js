// What the visitor's chat page knows, and the two ways it has to the server.
import { signal } from '@preact/signals';

import { NO_ANSWER } from '../live/answers.js';
import { ChatThread } from '../live/chat-thread.js';
import { Connection } from '../live/connection.js';
import { dispatch } from '../live/dispatch.js';
import { draftOf, writeDraft } from '../live/drafts.js';
import { HttpDoor, postForm } from '../live/http.js';
import { Outbox } from '../live/outbox.js';
import { trayOf } from '../live/pictures.js';
import { serverNow } from '../live/server-clock.js';
import { BODY_LIMIT, codePoints, tidy } from '../live/text.js';
import { sentenceOf } from '../live/words.js';
import { hasMovedBack } from './place.js';

// A waiting message keeps its pictures whole, so that they are shown; the server knows them by id.
function sendable({ attachments, ...message }) {
  return { ...message, attachments: attachments.map((one) => one.id) };
}

const HEAL_EVERY_MS = 30_000;
const FAILURES_BEFORE_HTTP = 3;
const SEND_ALL_WITHIN_MS = 6_000;
const LOOK_EVERY_MS = 100;

/**
 * `page`      the page-state that came with the page · `chat` the visitor's chat of the contract
 * `thread`    its ChatThread · `connection`, `isBridged` (HTTP carries the page meanwhile)
 * `claimedAt`, `closedAt`  milliseconds or null · `rating` {score, comment} or null
 * `hasMovedBack` somebody who was ahead before is so again · `transcriptSent` by mail
 */
export class VisitorDesk {
  #http;

  constructor(page) {
    this.page = page;
    this.chat = signal(page.chat);
    this.claimedAt = signal(page.claimed_at && Date.parse(page.claimed_at));
    this.closedAt = signal(page.closed_at && Date.parse(page.closed_at));
    this.rating = signal(page.rating);
    this.hasMovedBack = signal(false);
    this.transcriptSent = signal(Boolean(page.transcript_sent_at));
    this.isBridged = signal(false);
    this.connection = new Connection({ namespace: '/visitor', auth: { token: page.token } });
    this.#http = new HttpDoor(page.token);
    this.outbox = new Outbox({
      send: ({ client_id, body, attachments }) => (
        this.request('send_message', sendable({ client_id, body, attachments }))),
      onStored: (message) => this.thread.acknowledge(message),
      onChange: (_, entries) => { if (this.thread) this.thread.entries.value = entries; },
    });
    this.thread = this.#openThread(page);
    this.outbox.restore(page.chat.id);
  }

  /** Connects, and keeps what is shown true from then on. */
  open() {
    dispatch(this.connection, this, 'visitor');
    this.connection.onConnected(() => this.#greet());
    this.connection.failures.subscribe((failures) => {
      if (failures >= FAILURES_BEFORE_HTTP) this.#bridge();
    });
    setInterval(() => this.#heal(), HEAL_EVERY_MS);
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') this.#heal();
    });
    this.connection.open();
  }

  /** Resolves to an acknowledgement, over whichever way is open. */
  request(event, payload = {}) {
    if (this.connection.isConnected) return this.connection.request(event, payload);
    return this.#http.isOpen ? this.#http.request(event, payload) : Promise.resolve(NO_ANSWER);
  }

  tellTyping(is_typing) {
    this.request('typing', { is_typing });
  }

  /** Where pictures for a message wait until it is sent. */
  get tray() {
    const { token, pictures } = this.page;
    return trayOf(this.chat.value.id, {
      ...pictures, address: `/api/v1/chats/${encodeURIComponent(token)}/attachments`,
    });
  }

  /** Leaves the queue or ends the chat. Resolves to null, or to a sentence why it did not work. */
  async leave() {
    const answer = await this.request('leave');
    if (answer.ok) this.showChat(answer.chat);
    return answer.ok ? null : sentenceOf(answer.error);
  }

  /** Resolves as `leave` does. */
  async rate(score, comment) {
    const answer = await this.request('rate', comment ? { score, comment } : { score });
    if (answer.ok) this.rating.value = { score, comment };
    return answer.ok ? null : sentenceOf(answer.error);
  }

  /** All that this visitor has written here, what still waits to be sent included. */
  get written() {
    return this.thread.bubbles.value.filter((one) => one.author.kind === 'visitor');
  }

  /** Since when nothing is heard from the server, or null. */
  get lostAt() {
    const { name, since } = this.connection.status.value;
    return name === 'connected' || this.isBridged.value ? null : since;
  }

  /** Sends what was only drafted too. Resolves to whether all of it is stored. */
  async sendAll() {
    const { id } = this.chat.value;
    const [body, attachments] = [tidy(draftOf(id).value), this.tray.ready];
    if (codePoints(body) > BODY_LIMIT || this.tray.isSending) return false;
    if (this.chat.value.state !== 'closed' && (body || attachments.length > 0)) {
      this.thread.post(body, { attachments });
      this.tray.clear();
      writeDraft(id, '');
    }
    const until = Date.now() + SEND_ALL_WITHIN_MS;
    while (this.outbox.pendingCount > 0 && Date.now() < until) {
      await new Promise((resolve) => { setTimeout(resolve, LOOK_EVERY_MS); });
    }
    return this.outbox.pendingCount === 0;
  }

  /** Mails the conversation to the address of this chat. Resolves as `leave` does. */
  async mailTranscript() {
    const answer = await postForm(this.page.urls.transcript, this.page.csrf_token);
    if (answer.ok) this.transcriptSent.value = true;
    return answer.ok ? null : sentenceOf(answer.error);
  }

  showChat(chat) {
    const known = this.chat.value;
    this.thread.showMarks(chat);
    // Closed is final, and an answer may carry a state from before an event that overtook it.
    if (known.state === 'closed' && chat.state !== 'closed') return;
    if (chat.last_seq < known.last_seq) return;
    if (chat.state === 'active' && known.state === 'queued') this.claimedAt.value = serverNow();
    if (chat.state === 'closed' && known.state !== 'closed') this.closedAt.value = serverNow();
    this.hasMovedBack.value = hasMovedBack(known, chat, this.hasMovedBack.value);
    this.chat.value = chat;
  }

  receive(message, previous_seq) {
    this.thread.receive(message, previous_seq);
  }

  showTyping(_chat_id, author, is_typing) {
    this.thread.typing.hear(author, is_typing);
  }

  showDelivered(_chat_id, mark) {
    this.thread.showDelivered(mark);
  }

  showRead(_chat_id, mark) {
    this.thread.showRead(mark);
  }

  #openThread({ chat, messages, visitor }) {
    return new ChatThread({
      chat,
      messages,
      side: 'visitor',
      name: visitor.name,
      outbox: this.outbox,
      door: {
        sync: (from) => this.#sync(from),
        markDelivered: (seq) => this.request('mark_delivered', { seq }),
        markRead: (seq) => this.request('mark_read', { seq }),
      },
    });
  }

  async #sync(from) {
    const answer = await this.request('sync', from);
    if (answer.ok) this.showChat(answer.chat);
    return answer;
  }

  #greet() {
    this.#http.close();
    this.isBridged.value = false;
    this.outbox.flush();
    this.thread.heal();
  }

  #heal() {
    if (this.connection.isConnected) this.thread.heal();
  }

  // WebSocket is blocked here: ask over HTTP until a later try gets through after all.
  #bridge() {
    this.#http.open(async () => {
      await this.thread.heal();
      if (this.#http.isReachable && !this.isBridged.value) this.outbox.flush();
      this.isBridged.value = this.#http.isReachable;
    });
  }
}
