// What an agent does: presence, claiming, and the acts on a chat that is held.
import { signal } from '@preact/signals';

import { say } from '../live/announce.js';
import { focusFieldUnlessTouch } from './focus.js';
import { claimHindrance } from './pane-state.js';
import { firstName } from './people.js';
import { openChat, openId, openList } from './route.js';
import { deferred as soon, done, notDone, refusalText } from './words.js';

// Somebody else came first in another way than by claiming the same chat.
const LOST_WITHOUT_WINNER = ['not_first', 'not_active'];

export class Acts {
  #connection;
  #desk;
  #healing;

  isClaiming = signal(false);
  /** Texts of dialogs that were not sent yet, by `dialog:chat_id`. */
  #forms = new Map();

  constructor(connection, desk, healing) {
    this.#connection = connection;
    this.#desk = desk;
    this.#healing = healing;
  }

  async setPresence(presence) {
    const answer = await this.#connection.request('set_presence', { presence });
    if (answer.ok) this.#desk.showAgent(answer.agent);
    else this.#warn(answer.error, 'presence', { again: () => this.setPresence(presence) });
  }

  /** The desk knows who is next; the board on screen may not have heard of them yet. */
  claimNext() {
    return this.#claim('claim_next', {}, this.#desk.board.queue.value.chats[0]);
  }

  /** `reason` is what a supervisor owes for passing the first in line. */
  claim(chat, reason = null) {
    return this.#claim('claim', { chat_id: chat.id, ...(reason && { reason }) }, chat);
  }

  end(conversation) {
    this.#defer(conversation, soon.end(conversation.name), {
      event: 'close_chat',
      payload: {},
      say: () => this.#sayElsewhere(conversation, done.ended(conversation.name)),
    });
  }

  /** `agent` is the colleague who takes over, or null for the queue. */
  transfer(conversation, { agent, note }) {
    const to = agent ? { agent_id: agent.id } : { to: 'queue' };
    const name = conversation.name;
    this.#defer(conversation, agent ? soon.transfer(name, agent.name) : soon.transferQueue(name), {
      event: 'transfer',
      payload: { ...to, ...(note && { note }) },
      form: 'transfer',
      say: () => {
        const text = agent ? done.transferred(name, firstName(agent.name)) : done.requeued(name);
        this.#sayElsewhere(conversation, text);
      },
    });
  }

  /** Hands a chat to `agent_id`, or to the queue, at once. Resolves to whether it is done. */
  async handOn(conversation, agent_id) {
    const payload = { chat_id: conversation.id, ...(agent_id ? { agent_id } : { to: 'queue' }) };
    const answer = await this.#connection.request('transfer', payload);
    if (answer.ok) this.#desk.take(answer.chat);
    else this.#warn(answer.error, 'transfer', { failed: notDone.transfer(conversation.name) });
    return answer.ok;
  }

  /** `fields`: title, description, status, priority, close. */
  convert(conversation, fields) {
    this.#defer(conversation, soon.convert(conversation.name), {
      event: 'convert_to_ticket',
      payload: fields,
      form: 'convert',
      say: ({ ticket }) => this.#desk.toasts.say(done.converted(ticket.number), {
        label: done.openTicket,
        href: ticket.url,
      }),
    });
  }

  redirect(conversation, language) {
    this.#defer(conversation, soon.redirect(conversation.name), {
      event: 'redirect_to_ticket',
      payload: { language },
      say: () => this.#sayElsewhere(conversation, done.redirected(conversation.name)),
    });
  }

  /** Takes an ended chat off the desk. */
  dismiss(conversation) {
    if (openId.value === conversation.id) openList();
    this.#desk.drop(conversation.id);
  }

  /** What was typed into a dialog stays until the server has taken it. */
  keepForm(dialog, chat_id, fields) {
    this.#forms.set(`${dialog}:${chat_id}`, fields);
  }

  keptForm(dialog, chat_id) {
    return this.#forms.get(`${dialog}:${chat_id}`) ?? null;
  }

  async #claim(event, payload, chat) {
    if (this.isClaiming.value) return;
    this.isClaiming.value = true;
    const answer = await this.#connection.request(event, payload);
    this.isClaiming.value = false;
    if (answer.ok) this.#begin(answer);
    else if (chat && answer.error.code === 'already_claimed') this.#lose(chat, answer.error.agent);
    else if (LOST_WITHOUT_WINNER.includes(answer.error.code)) this.#miss(answer.error);
    else this.#warn(answer.error, 'claim');
  }

  #begin({ chat, messages }) {
    this.#desk.board.drop(chat.id);
    const conversation = this.#desk.take(chat, messages);
    conversation.mode.value = 'text';
    openChat(chat.id);
    focusFieldUnlessTouch(chat.id);
  }

  #lose(chat, winner) {
    this.#desk.board.showLoss(chat, winner.name);
    const preview = this.#desk.conversation(chat.id);
    preview?.update({ ...preview.chat.value, state: 'active', position: null, agent: winner });
    this.#desk.toasts.say(done.lost(winner.name, chat.visitor.name), this.#offerOfNext());
  }

  #miss(error) {
    this.#desk.toasts.warn(refusalText(error, 'claim'), this.#offerOfNext());
    this.#healing.sync();
  }

  // A button in the toast, if somebody waits and this agent has room.
  #offerOfNext() {
    const mayClaim = claimHindrance(this.#desk.me.value) === null;
    if (!mayClaim || this.#desk.board.queue.value.length === 0) return null;
    return { label: done.claimNext, run: () => this.claimNext() };
  }

  #defer(conversation, text, act) {
    const send = () => this.#send(conversation, act);
    say(text);
    this.#desk.deferred.defer(conversation.id, { text, send });
  }

  async #send(conversation, act) {
    const payload = { chat_id: conversation.id, ...act.payload };
    const answer = await this.#connection.request(act.event, payload);
    if (answer.ok) {
      this.#desk.take(answer.chat);
      this.#forms.delete(`${act.form}:${conversation.id}`);
      act.say(answer);
    } else {
      const failed = notDone[act.event](conversation.name);
      this.#warn(answer.error, act.event, { failed, again: () => this.#send(conversation, act) });
    }
  }

  // The open chat shows in its own foot what became of it.
  #sayElsewhere(conversation, text) {
    if (openId.value !== conversation.id) this.#desk.toasts.say(text);
  }

  // After a silence the act may have been done all the same; the next sync tells.
  #warn(error, context, { failed = '', again = null } = {}) {
    const mayPass = ['no_answer', 'unavailable', 'rate_limited'].includes(error.code);
    const action = again && mayPass ? { label: done.tryAgain, run: again } : null;
    this.#desk.toasts.warn(`${failed} ${refusalText(error, context)}`.trim(), action);
    this.#healing.sync();
  }
}
