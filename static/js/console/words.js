// Every word of the console that a person reads. Sentences are whole: none is joined from pieces.

const plural = (count, one, many) => (count === 1 ? one : many);

export const presence = { online: 'Available', away: 'Away', offline: 'Offline' };
export const presenceHints = {
  online: 'You can claim chats',
  away: 'You keep your chats and claim no new ones',
  offline: 'Your chats go back to the queue after a while',
};

export const list = {
  area: 'Queue and my chats',
  presenceMenu: 'Your availability',
  load: (active, capacity) => `${active} of ${capacity} chats`,
  find: 'Find a chat',
  clearFind: 'Clear search',
  palette: 'Find people, chats, tickets, actions',
  nothingFound: (words) => `No chat matches “${words}”.`,
};

export const queue = {
  heading: 'Queue',
  longest: (clock) => `longest ${clock}`,
  empty: 'Nobody is waiting. New chats show up here.',
  place: 'Place ',
  near: 'Near target: ',
  over: 'Over target: ',
  verified: 'Verified member',
  away: 'Not on the page right now',
  claimNext: 'Claim next',
  claim: 'Claim',
  claimOutOfOrder: (name) => `Claim ${name} out of order`,
  claimed: (name) => `${name} claimed this chat`,
  more: (count) => `and ${count} more waiting`,
  atCapacity: (capacity) => `You have ${capacity} of ${capacity} chats`,
  notOnline: 'Set yourself to Available to claim chats',
};

export const chats = {
  heading: 'My chats',
  split: 'Show two chats side by side',
  // A key stands behind it, where there are keys.
  empty: 'You have no chats. Claim one from the queue.',
  waitingForReply: 'Waiting for your reply: ',
  replied: 'Replied',
  unread: ' unread',
  typing: 'typing…',
  you: (text) => `You: ${text}`,
  draft: (text) => `Draft: ${text}`,
  note: (text) => `Note: ${text}`,
  file: 'A file',
  ended: 'Ended',
  elsewhere: (name) => `With ${name}`,
  notYours: 'Not yours any more',
  notSent: 'Not sent',
};

export const pane = {
  area: (name) => `Chat with ${name}`,
  back: 'Back to the list',
  messages: (name) => `Messages with ${name}`,
  transfer: 'Transfer chat',
  convert: 'Convert to ticket',
  redirect: 'Ask to submit a ticket',
  details: 'Member details',
  more: 'More actions',
  end: 'End',
  endFor: (name) => ` chat with ${name}`,
  activeFor: (minutes) => (minutes < 1 ? 'active just now' : `active ${minutes} min`),
  waitingFor: (clock) => `waits ${clock}`,
  inQueue: (place) => `place ${place} in the queue`,
  typing: 'typing',
  offThePage: 'not on the page',
};

export const identity = {
  verified: 'verified',
  claimed: 'claimed, not verified',
  guest: 'guest',
};

export const composer = {
  reply: 'Reply',
  note: 'Internal note',
  kinds: 'Kind of message',
  placeholder: (name) => `Reply to ${name}, or type / for saved replies`,
  replies: 'Saved replies',
  notePlaceholder: 'Write a note for the team',
  send: 'Send',
  addNote: 'Add note',
  hint: 'Enter sends, Shift + Enter makes a new line',
  noteHint: 'Only the team sees notes',
};

export const foot = {
  preview: (name) => `${name} is waiting. You are reading without claiming.`,
  previewFull: (name, capacity) => `${name} is waiting. You have ${capacity} of ${capacity} chats.`,
  previewAway: (name) => `${name} is waiting. Set yourself to Available to claim.`,
  notFirst: (name) =>
    `${name} is waiting. You are reading without claiming: only the first in line can be claimed.`,
  elsewhere: (name) => `${name} has this chat. You can read what you had.`,
  claimed: (name) => `${name} claimed this chat.`,
  gone: 'This chat is no longer yours. You can read what you had.',
  dismiss: 'Dismiss',
  openTicket: (number) => `Open ticket ${number}`,
  closed: {
    agent: 'The chat was ended.',
    visitor: 'The visitor ended the chat.',
    abandoned: 'The visitor left before the chat began.',
    idle: 'The chat was closed: nobody wrote for a while.',
    redirected: 'The visitor was asked to submit a ticket.',
    converted: 'The chat became a ticket.',
  },
  keptText: 'What you had not sent is still here. Copy it before you dismiss the chat.',
};

export const deferred = {
  undo: 'Undo',
  end: (name) => `The chat with ${name} is about to end`,
  transfer: (name, to) => `The chat with ${name} is about to go to ${to}`,
  transferQueue: (name) => `The chat with ${name} is about to go back to the queue`,
  convert: (name) => `The chat with ${name} is about to become a ticket`,
  redirect: (name) => `${name} is about to be asked to submit a ticket`,
};

export const done = {
  ended: (name) => `The chat with ${name} has ended`,
  transferred: (name, to) => `${to} has the chat with ${name} now`,
  requeued: (name) => `${name} is back in the queue`,
  converted: (number) => `Ticket ${number} created`,
  redirected: (name) => `${name} was asked to submit a ticket`,
  arrived: (name) => `${name} is in your chats now`,
  lost: (winner, name) => `${winner} was faster and has the chat with ${name}`,
  claimNext: 'Claim next',
  open: 'Open',
  openTicket: 'Open ticket',
  newTab: ' (opens in a new tab)',
  tryAgain: 'Try again',
  close: 'Close this message',
};

/** What a failed act leaves as it was, by the event that was refused. */
export const notDone = {
  close_chat: (name) => `The chat with ${name} was not ended.`,
  transfer: (name) => `The chat with ${name} was not transferred.`,
  convert_to_ticket: (name) => `The chat with ${name} did not become a ticket.`,
  redirect_to_ticket: (name) => `${name} was not asked to submit a ticket.`,
};

export const panel = {
  area: 'Member',
  hide: 'Hide member details',
  details: 'Details',
  question: 'Question',
};

export const empty = {
  title: 'No chat is open',
  online: 'You are available. When someone starts a chat it appears in the queue.',
  notOnline: 'You are not available. Set yourself to Available to claim chats.',
  tickets: 'Open the inbox',
};

export const spoken = {
  newMessages: (name, count) =>
    plural(count, `${name}: 1 new message.`, `${name}: ${count} new messages.`),
  waiting: (count) => `Queue: ${count} waiting.`,
  neglected: (visitor, agent) => `${visitor} gets no answer: ${agent} touches nothing.`,
};

export const title = {
  console: 'Console',
  unit: (brand) => `${brand} Tech Support`,
};

// What was refused and what to do, by what was asked for; `any` holds for all the others.
const refusals = {
  any: {
    not_found: 'The server does not know this chat any more.',
    forbidden: 'You do not hold this chat any more.',
    not_active: 'It has ended already.',
    rate_limited: ({ retry_after_seconds: seconds = 1 }) =>
      plural(
        Math.ceil(seconds),
        'That was too fast. Try again in a second.',
        `That was too fast. Try again in ${Math.ceil(seconds)} seconds.`,
      ),
    unavailable: 'The server could not store this. Try again.',
    no_answer: 'The server did not answer. Check the connection and try again.',
  },
  presence: { forbidden: 'You may not take chats.' },
  claim: {
    forbidden: 'Set yourself to Available to claim chats.',
    at_capacity: 'You have as many chats as you can hold. End or transfer one first.',
    queue_empty: 'Nobody is waiting any more.',
    not_first: 'Somebody else is first in line now.',
    not_active: 'The visitor has left the queue.',
  },
  transfer: {
    at_capacity: 'Your colleague has no room for another chat.',
    forbidden: 'Your colleague is not available.',
  },
  convert_to_ticket: {
    invalid: 'Check its title and description.',
    too_long: 'Its title or description is too long.',
  },
};

export const connection = {
  signedOut: 'You are signed out. What you wrote is kept on this device.',
  signIn: 'Sign in again',
};

/**
 * A refused act in words: what happened, then what to do.
 *
 * @param {{code: string, message: string}} error of an acknowledgement
 * @param {string} context what was asked for; some codes mean something else there
 */
export function refusalText(error, context) {
  if (error.agent && error.code === 'forbidden') return `${error.agent.name} has this chat now.`;
  const text = refusals[context]?.[error.code] ?? refusals.any[error.code];
  return typeof text === 'function' ? text(error) : (text ?? error.message);
}
