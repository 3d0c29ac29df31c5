// Saved replies: fetched when they are first asked for, renewed each time they are opened.
import { signal } from '@preact/signals-core';

import { firstName, fold } from './people.js';

export class SavedReplies {
  #api;

  /** As the server has them, or null as long as none came. */
  all = signal(null);
  /** The last answer was an error. */
  isMissing = signal(false);

  constructor(api) {
    this.#api = api;
  }

  async load() {
    const answer = await this.#api.get('/replies');
    this.isMissing.value = !answer.ok;
    if (answer.ok) this.all.value = answer.replies;
  }
}

/** Those that have all the words in shortcut, title or text; the team's first, best match first. */
export function findReplies(replies, search) {
  const words = fold(search.trim().replace(/^\//, '')).split(/\s+/u);
  const found = replies
    .map((reply) => ({ reply, rank: rankOf(reply, words) }))
    .filter(({ rank }) => rank !== null);
  return found.sort((one, other) => compare(one, other)).map(({ reply }) => reply);
}

/** What the variables stand for in this chat. */
export function valuesIn(chat, agentName) {
  return {
    name: firstName(chat.visitor.name),
    number: chat.ticket?.number ?? null,
    agent: firstName(agentName),
  };
}

// 0: the shortcut begins so, 1: in shortcut or title, 2: in the text, null: nowhere.
function rankOf({ shortcut, title, text }, words) {
  const [name, whole] = [`${shortcut} ${fold(title)}`, fold(text)];
  if (!words.every((word) => name.includes(word) || whole.includes(word))) return null;
  if (shortcut.startsWith(words[0])) return 0;
  return words.every((word) => name.includes(word)) ? 1 : 2;
}

function compare(one, other) {
  return Number(other.reply.is_shared) - Number(one.reply.is_shared)
    || one.rank - other.rank
    || one.reply.title.localeCompare(other.reply.title);
}
