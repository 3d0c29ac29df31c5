// The words of presence: being away, leaving with open chats, chats that somebody else has now.

export const presence = {
  busy: 'Busy',
  busyHint: 'Full: you claim no new chats until one has ended',
  idle: (clock) => `Away, nothing touched since ${clock}`,
  back: 'You are available again. You were away, because nothing was touched for a while.',
};

/** For supervisors: who has no answer from an agent who is there and touches nothing. */
export const neglect = {
  heading: 'Nobody answers',
  row: (agent, clock) => `${agent}, idle since ${clock}`,
  waiting: 'No answer for ',
};

export const visitor = {
  left: (minutes) => `left ${minutes} min ago`,
  returned: 'Returned',
  returnedHint: 'Was in a chat already and keeps the place',
};

export const leave = {
  titles: {
    away: 'You are going away with open chats',
    offline: 'You are going offline with open chats',
    logout: 'You are logging out with open chats',
  },
  leads: {
    away: 'Hand them on, or keep them: they stay with you.',
    offline: 'What you keep goes back to the queue after a while, at its place.',
    logout: 'What nobody takes goes back to the queue, at its place.',
  },
  submits: { away: 'Go away', offline: 'Go offline', logout: 'Log out' },
  stay: 'Stay',
  chat: (name) => `Chat with ${name}`,
  keep: 'Keep',
  queue: 'Back to the queue',
  colleague: (name, active, capacity) => `${name}, ${active} of ${capacity} chats`,
};

export const late = {
  held: (agent, visitor) => `${agent} has the chat with ${visitor} now.`,
  changed: (visitor) => `The chat with ${visitor} has changed hands since you wrote this.`,
  over: (visitor) => `The chat with ${visitor} has ended.`,
  queued: (visitor) => `The chat with ${visitor} is back in the queue.`,
  back: 'Your text was not sent. It is back in the message field.',
  kept: 'Your text was not sent. It is kept with the chat.',
};
