// What the console says aloud: at most every ten seconds, what happened outside the focused chat.

const PAUSE_MS = 10_000;
// Two messages often come within a breath.
const GATHER_MS = 500;

/** Facts that arrive in between are gathered and said together, so that nothing is said twice. */
export class SpokenSummary {
  #say;
  #sentences;
  #messages = new Map();
  #waiting = null;
  #neglected = null;
  #saidAt = -Infinity;
  #timer = null;

  /**
   * @param {(text: string) => void} say
   * @param {{newMessages(name, count): string, waiting(count): string,
   *   neglected(visitor, agent): string}} sentences
   */
  constructor(say, sentences) {
    this.#say = say;
    this.#sentences = sentences;
  }

  newMessage(name) {
    this.#messages.set(name, (this.#messages.get(name) ?? 0) + 1);
    this.#saySoon();
  }

  queueGrew(length) {
    this.#waiting = length;
    this.#saySoon();
  }

  neglected(chat) {
    this.#neglected = chat;
    this.#saySoon();
  }

  #saySoon() {
    const delayMs = Math.max(GATHER_MS, this.#saidAt + PAUSE_MS - Date.now());
    this.#timer ??= setTimeout(() => this.#sayNow(), delayMs);
  }

  #sayNow() {
    const parts = [...this.#messages].map((one) => this.#sentences.newMessages(...one));
    if (this.#waiting !== null) parts.push(this.#sentences.waiting(this.#waiting));
    if (this.#neglected !== null) {
      const { visitor, agent } = this.#neglected;
      parts.push(this.#sentences.neglected(visitor.name, agent.name));
    }
    this.#say(parts.join(' '));
    this.#saidAt = Date.now();
    this.#messages.clear();
    this.#waiting = null;
    this.#neglected = null;
    this.#timer = null;
  }
}
