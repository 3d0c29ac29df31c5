// The words about the person in a chat: details, earlier chats and tickets, notes, blocks.

export const facts = {
  email: 'Email',
  memberId: 'Member ID',
  language: 'Language',
  identity: 'Identity',
  identities: {
    verified: 'Verified, signed in',
    claimed: 'Claimed, not verified',
    guest: 'Guest, not verified',
  },
  account: 'Account name',
  memberSince: 'Member since',
  localTime: 'Local time',
  clock: (time, city) => `${time} in ${city}`,
  browser: 'Browser',
  cameFrom: 'Came from',
  started: 'Joined',
  turn: 'Its turn',
  why: 'Why now',
  onPage: 'On the page',
  yes: 'Yes',
  no: 'No',
  ticket: 'Ticket',
};

export const person = {
  tickets: { member: 'Tickets', address: 'Tickets with this address' },
  chats: { member: 'Earlier chats', address: 'Earlier chats with this address' },
  notes: { member: 'Member notes', address: 'Notes on this address' },
  addressHint: 'Anybody can type an address. Nothing of a member’s account is shown here.',
  none: 'None',
  more: (count) => (count === 1 ? 'and 1 more' : `and ${count} more`),
  inHistory: 'More in the history',
  nobody: 'nobody',
  failed: 'The details could not be loaded.',
  again: 'Try again',
  statuses: { open: 'Open', awaiting_feedback: 'Awaiting Feedback', closed: 'Closed' },
};

export const notes = {
  add: 'Add note',
  label: (name) => `Note on ${name}`,
  placeholder: 'Only the team sees this',
  save: 'Save note',
  cancel: 'Cancel',
  remove: (author) => `Delete this note of ${author}`,
  failed: 'The note was not saved. Try again.',
  notRemoved: 'The note was not deleted. Try again.',
};

export const block = {
  act: 'Block visitor',
  title: 'Block visitor',
  lead: (name) => `${name} can start no chat until then, and is led to a ticket instead.`,
  reason: 'Reason',
  reasonHint: 'Only the team sees it.',
  reasonMissing: 'Write a reason, so that others can follow it.',
  until: 'Blocked for',
  spans: [
    [1, '1 day'],
    [7, '7 days'],
    [30, '30 days'],
    [365, '1 year'],
  ],
  ends: (moment) => `Until ${moment}.`,
  network: 'Guests from the same network are held back for at most a day.',
  alsoEnd: 'End this chat as well',
  submit: (name) => `Block ${name}`,
  done: (name, moment) => `${name} is blocked until ${moment}`,
  failed: 'Nobody was blocked. Check the reason and try again.',
  standing: (moment, author) => `Blocked until ${moment} by ${author}`,
  lift: 'Lift the block',
  lifted: (name) => `${name} is not blocked any more`,
  notLifted: 'The block was not lifted. Try again.',
};
