// The words that both live pages show, and that the parts in live/ bring along.
import { number } from './format.js';

export const words = {
  you: 'You',
  note: 'Internal note',
  system: 'System message',
  new: (count) => (count > 1 ? `${number(count)} new` : 'New'),
  newMessages: (count) => (count === 1 ? '1 new message' : `${number(count)} new messages`),
  jump: 'Jump to latest',
  loadingOlder: 'Loading earlier messages',
  loadOlder: 'Show earlier messages',
  typing: (names) => {
    if (names.length === 1) return `${names[0]} is typing`;
    return `${names.slice(0, -1).join(', ')} and ${names.at(-1)} are typing`;
  },
  sending: 'Sending',
  waiting: 'Waiting for connection',
  receipts: { sent: 'Sent', delivered: 'Delivered', read: 'Read' },
  notSent: 'Not sent',
  resend: 'Send again',
  discard: 'Delete',
  count: (used, limit) => `${number(used)} of ${number(limit)} characters`,
  tooLong: (over) => `${number(over)} ${over === 1 ? 'character' : 'characters'} too many`,
  left: (left) => `${number(left)} characters left`,
  lost: (seconds) => {
    const when = seconds === 1 ? 'in 1 second' : `in ${number(seconds)} seconds`;
    return `Connection lost. Trying again ${seconds > 0 ? when : 'now'}. What you write is kept.`;
  },
  offline: 'You are offline. What you write is kept and sent when you are back.',
  connection: 'Connection',
  tryNow: 'Try now',
  back: (count) => {
    if (count === 0) return 'Connected again.';
    return `Connected again. Sending ${count === 1 ? 'one message' : `${number(count)} messages`}.`;
  },
  close: 'Close',
};
