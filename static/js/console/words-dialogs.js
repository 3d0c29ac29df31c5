// The words of the console's dialogs and of the shortcut sheet.

export const dialog = { close: 'Close', cancel: 'Cancel' };

export const transfer = {
  title: 'Transfer chat',
  lead: (name) => `${name} sees who takes over. You keep a read-only copy.`,
  to: 'Transfer to',
  standing: { free: 'Available', full: 'Has no room for another chat', away: 'Away' },
  chats: ' chats',
  queueSign: 'Q',
  queue: 'Back to the queue',
  queueHint: (name) => `Keeps the original waiting time of ${name}`,
  note: 'Note for the next person',
  submit: (name) => `Transfer to ${name}`,
  submitQueue: 'Send to the queue',
  nobody: 'No colleague is available. The chat can go back to the queue.',
};

export const convert = {
  title: 'Convert chat to ticket',
  lead: (name) => `${name} keeps one place to follow it.`,
  ticketTitle: 'Title',
  english: 'English',
  titleHint: 'Starts with the language the member writes in.',
  titleMissing: 'Write a title, so that the ticket can be found.',
  description: 'Description',
  descriptionHint: 'The whole conversation goes along. Internal notes stay internal.',
  status: 'Status',
  statuses: [
    ['open', 'Open'],
    ['awaiting_feedback', 'Awaiting Feedback'],
    ['closed', 'Closed'],
  ],
  priority: 'Priority',
  priorities: [
    ['low', 'Low'],
    ['normal', 'Normal'],
    ['high', 'High'],
    ['urgent', 'Urgent'],
  ],
  create: 'Create ticket',
  createAndEnd: 'Create ticket and end chat',
};

export const redirect = {
  title: 'Ask to submit a ticket',
  lead: (name) => `Chat is in English. ${name} reads why, in the language you choose.`,
  language: 'Language of the message',
  hint: 'It links to a ticket that is already filled in. The chat closes.',
  submit: 'Ask and close the chat',
};

export const claimOutOfOrder = {
  title: 'Claim out of order',
  lead: (name) => `${name} is not first in line. The reason is written into the queue’s record.`,
  reason: 'Reason',
  reasonMissing: 'Write a reason, so that others can follow the order.',
  submit: (name) => `Claim ${name}`,
};

export const palette = {
  title: 'Find or do',
  find: 'People, chats, tickets, actions',
  chats: 'Chats',
  tickets: 'Tickets',
  people: 'Members',
  ended: 'Ended chats',
  acts: 'Actions',
  places: [
    { id: 'tickets', label: 'Go to the inbox' },
    { id: 'history', label: 'Go to the history' },
    { id: 'dashboard', label: 'Go to the dashboard' },
    { id: 'settings', label: 'Go to the settings' },
  ],
  asking: 'Looking for more.',
  found: (count) => (count === 1 ? '1 found' : `${count} found`),
  nothing: (search) => `Nothing matches “${search}”.`,
};

export const keys = {
  title: 'Keyboard shortcuts',
  lead: 'Single keys work while no text field has focus. Press Esc to leave the message field.',
  region: 'List of shortcuts',
  singleKeys: 'Single-key shortcuts',
  change: 'Change keys',
  changeLead: 'Choose an act and press the key you want for it. Backspace leaves it without one.',
  press: 'Press a key',
  changeFor: (label) => `Change ${label}: `,
  usual: 'Usual key',
  usualFor: (label) => `Usual key for ${label}`,
  none: 'no key',
  notSaved: 'The server did not keep this. Try again.',
  objections: {
    needed: (key) => `${key} is needed for moving around. Choose another key.`,
    typed: (key) => `${key} would be typed into the field you write in. Add Ctrl or Alt to it.`,
    taken: (key, label) => `${key} is taken by “${label}”. Choose another key.`,
  },
  or: 'or',
  areas: { anywhere: 'Anywhere', queue: 'Queue', chat: 'Chat', field: 'Message field' },
  labels: {
    find: 'Find people, chats, tickets, actions',
    next_area: 'Next area',
    previous_area: 'Previous area',
    next_chat: 'Next of my chats',
    previous_chat: 'Previous of my chats',
    longest_unanswered: 'Chat with the longest unanswered message',
    undo: 'Undo end, transfer, convert or ask',
    shortcuts: 'These shortcuts',
    claim_next: 'Claim next',
    move_in_list: 'Move through the queue',
    preview: 'Read without claiming',
    toggle_presence: 'Available or away',
    reply: 'Write a reply',
    note: 'Write an internal note',
    replies: 'Saved replies',
    transfer: 'Transfer',
    convert: 'Convert to ticket',
    redirect: 'Ask to submit a ticket',
    attach: 'Add pictures',
    end: 'End chat, dismiss an ended one',
    panel: 'Member details',
    split: 'Two chats side by side',
    send: 'Send',
    new_line: 'New line',
    replies_in_field: 'Saved replies, in an empty field',
    switch_mode: 'Reply or note',
    leave_field: 'Close what is open, or leave the field',
  },
};
