// What holds an agent's reply back before it is sent; `live/holding.js` says how.
import { beginning, newerReply } from './newer-reply.js';
import { firstName } from './people.js';
import { openVariables } from './variables.js';
import { hold as words } from './words-replies.js';

/** For a reply with this body in this conversation, the gravest first. */
export function holdsOf(body, conversation, myName) {
  return [unfilled(body), overtaken(conversation, myName)].filter(Boolean);
}

function unfilled(body) {
  const open = openVariables(body);
  if (open.length === 0) return null;
  return { key: 'variable', icon: 'circle-alert', text: words.variable(open), isFinal: true };
}

function overtaken(conversation, myName) {
  const { messages } = conversation.thread.thread.value;
  const newer = newerReply(messages, { since: conversation.typingSince('text'), myName });
  if (!newer) return null;
  const say = newer.kind === 'note' ? words.newerNote : words.newer;
  const text = say(firstName(newer.author.name), beginning(newer.body) || words.file);
  return { key: `newer-${newer.seq}`, icon: 'users', text, again: words.sendAnyway };
}
