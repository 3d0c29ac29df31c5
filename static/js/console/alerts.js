// Never miss a chat: what rings, and when it stops, follows from what is true now, not from events.
import { computed, effect, signal } from '@preact/signals';

import { Looking, watchFront } from './looking.js';
import { secondsBetween } from './needs.js';
import { Notices } from './notices.js';
import { OneTab } from './one-tab.js';
import { openChat } from './route.js';
import { Speaker } from './speaker.js';
import { shownIds } from './split.js';
import { tick } from './tick.js';
import { notice as words } from './words-alerts.js';

const MESSAGE_PAUSE_MS = 5_000;
const WAITING = 'waiting';

export class Alerts {
  #desk;
  #settings;
  #sounding;
  #noticing;
  #looking;
  #messageAt = 0;

  speaker = new Speaker();
  notices = new Notices();

  /**
   * Somebody waits whom this agent could take, or of whom a supervisor is to know, and the console
   * is in step with the desk.
   */
  isCalled;

  /** @param {import('./own-settings.js').OwnSettings} settings */
  constructor({ desk, connection, settings }) {
    const { id } = desk.page.agent;
    this.#desk = desk;
    this.#settings = settings;
    this.#sounding = new OneTab(`livedesk:sound:${id}`);
    this.#noticing = new OneTab(`livedesk:notices:${id}`);
    this.#looking = new Looking(`livedesk:looking:${id}`);
    this.isCalled = computed(() => desk.board.queue.value.length > 0
      && mayHear(desk.me.value) && (hasRoom(desk.me.value) || isForSupervisor(desk))
      && connection.status.value.name === 'connected');
  }

  start() {
    const isInFront = signal(false);
    watchFront((isIt) => { isInFront.value = isIt; });
    effect(() => this.#looking.show(isInFront.value ? shownIds.value : null));
    // A tab whose sound is blocked leaves it to one that can be heard.
    effect(() => this.#sounding.want(this.speaker.state.value === 'audible'));
    this.#noticing.want(true);
    this.speaker.start();
    this.#ringWhileCalled();
    this.#tellWhileCalled();
  }

  /** A visitor has written in a chat of this agent. */
  message(conversation) {
    if (this.#looking.isAt(conversation.id)) return;
    this.#soundOnce();
    this.#tell(conversation.id, words.message(conversation.name), words.messageBody);
  }

  /** A colleague has handed this chat over. */
  arrived(chat) {
    if (this.#looking.isAt(chat.id)) return;
    this.#soundOnce();
    this.#tell(chat.id, words.message(chat.visitor.name), words.arrived);
  }

  #ringWhileCalled() {
    const sound = computed(() => this.#settings.all.value.sound);
    const isRinging = computed(() => this.isCalled.value && this.#sounding.isThis.value);
    effect(() => {
      if (!isRinging.value) return undefined;
      const { waiting, volume, repeat_seconds } = sound.value;
      let silence;
      const ring = () => { silence = this.speaker.play(waiting, volume); };
      ring();
      const timer = setInterval(ring, repeat_seconds * 1_000);
      return () => {
        clearInterval(timer);
        silence();
      };
    });
  }

  #tellWhileCalled() {
    const count = computed(() => (this.isCalled.value ? this.#desk.board.queue.value.length : 0));
    let before = 0;
    effect(() => {
      const { value } = count;
      if (value === 0) this.notices.close(WAITING);
      else if (value > before) this.#tellOfQueue(value);
      before = value;
    });
  }

  #tellOfQueue(count) {
    const first = this.#desk.board.queue.peek().chats[0];
    if (!first || !this.#mayTell()) return;
    this.notices.show(WAITING, {
      title: words.waiting(count),
      body: words.first(first.visitor.name),
      lead: () => openChat(this.#desk.board.queue.peek().chats[0]?.id ?? first.id),
    });
  }

  #tell(chat_id, title, body) {
    if (!this.#mayTell()) return;
    this.notices.show(`chat:${chat_id}`, { title, body, lead: () => openChat(chat_id) });
  }

  #mayTell() {
    const isWished = this.#settings.all.peek().desktop_notifications;
    return isWished && this.#noticing.isThis.peek() && !this.#looking.isHere;
  }

  #soundOnce() {
    const now = Date.now();
    const isMine = this.#sounding.isThis.peek() && mayHear(this.#desk.me.peek());
    if (!isMine || now - this.#messageAt < MESSAGE_PAUSE_MS) return;
    this.#messageAt = now;
    const { message, volume } = this.#settings.all.peek().sound;
    this.speaker.play(message, volume);
  }
}

// Whom the desk has set away, because nothing was touched, is to hear it all the more.
function mayHear({ presence, idle_since }) {
  return presence === 'online' || Boolean(idle_since);
}

// Whoever has waited for longer than the target is a supervisor's matter, however full they are.
function isForSupervisor({ me, board, page }) {
  const [first] = board.queue.value.chats;
  if (me.value.role === 'agent' || !first) return false;
  return secondsBetween(Date.parse(first.created_at), tick.value) > page.targets.claim_seconds;
}

function hasRoom({ active_chats, capacity }) {
  return active_chats < capacity;
}
