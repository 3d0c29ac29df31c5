// What each live event changes on the desk; `live/dispatch.js` names the methods.
import { openChat } from './route.js';
import { done } from './words.js';
import { presence as presenceWords } from './words-presence.js';

export class Hearing {
  #desk;
  #healing;
  #spoken;
  #acts;
  #alerts;

  /** @param {import('./spoken-summary.js').SpokenSummary} spoken */
  constructor({ desk, healing, spoken, acts, alerts }) {
    this.#alerts = alerts;
    this.#desk = desk;
    this.#healing = healing;
    this.#spoken = spoken;
    this.#acts = acts;
  }

  showChat(chat) {
    const known = this.#desk.conversation(chat.id);
    const wasMine = known !== null && this.#desk.isMine(known);
    const isMine = chat.state === 'active' && chat.agent?.id === this.#desk.me.value.id;
    // Supervisors hear of every chat; only those on this desk are of use here.
    if (known || isMine) this.#desk.take(chat);
    if (isMine && !wasMine) this.#welcome(chat);
  }

  receive(message, previous_seq) {
    const conversation = this.#desk.conversation(message.chat_id);
    if (conversation) conversation.thread.receive(message, previous_seq);
    else this.#healing.sync();
    if (!conversation || message.author.kind !== 'visitor') return;
    if (!isInView(conversation)) this.#spoken.newMessage(conversation.name);
    if (this.#desk.isMine(conversation)) this.#alerts.message(conversation);
  }

  showTyping(chat_id, author, is_typing) {
    if (author.kind !== 'visitor') return;
    this.#desk.conversation(chat_id)?.thread.typing.hear(author, is_typing);
  }

  showDelivered(chat_id, by_seq) {
    this.#desk.conversation(chat_id)?.thread.showDelivered(by_seq);
  }

  showRead(chat_id, by_seq) {
    this.#desk.conversation(chat_id)?.thread.showRead(by_seq);
  }

  showQueue(queue) {
    const before = this.#desk.board.queue.value;
    this.#desk.board.apply(queue);
    const hasGrown = before.revision >= 0 && queue.length > before.length;
    if (hasGrown && this.#desk.me.value.presence === 'online') this.#spoken.queueGrew(queue.length);
  }

  showAgent(agent) {
    const { id, presence, idle_since } = this.#desk.me.value;
    const wasIdle = agent.id === id && presence === 'away' && Boolean(idle_since);
    this.#desk.showAgent(agent);
    if (wasIdle && agent.presence === 'online') this.#desk.toasts.say(presenceWords.back);
  }

  showNeglected(neglected) {
    const [added] = this.#desk.showNeglected(neglected);
    if (added) this.#spoken.neglected(added.chat);
  }

  // Handed over by a colleague, or claimed in another tab; a claim made here shows itself.
  #welcome(chat) {
    this.#healing.sync();
    if (this.#acts.isClaiming.value) return;
    // What waited a moment ago was claimed by this agent, elsewhere: no news.
    if (!this.#desk.board.find(chat.id)) this.#alerts.arrived(chat);
    this.#desk.toasts.say(done.arrived(chat.visitor.name), {
      label: done.open,
      run: () => openChat(chat.id),
    });
  }
}

// The focused chat's own log reads its messages out.
function isInView(conversation) {
  return document.activeElement?.closest('[data-chat]')?.dataset.chat === conversation.id;
}
