// The words of saved replies, and of what holds back a reply before it is sent.
import { moment } from '../live/format.js';

export const replies = {
  title: 'Saved replies',
  open: (variables) => (variables.length === 1
    ? `${variables[0]} has no value in this chat. Write it by hand before you send.`
    : `${variables.join(', ')} have no value in this chat. Write them by hand before you send.`),
  find: 'Find a saved reply',
  found: (count) => `${count} found`,
  team: 'Team replies',
  mine: 'My replies',
  loading: 'Saved replies are on their way.',
  missing: 'Saved replies could not be fetched.',
  again: 'Try again',
  none: 'There are no saved replies yet.',
  notFound: (words) => `No saved reply matches “${words}”.`,
  changedBy: (name, at) => `Changed by ${name}, ${moment(at)}`,
  keys: [
    [['↑', '↓'], 'choose'],
    [['Enter'], 'insert'],
    [['Ctrl Enter'], 'insert and send'],
    [['Esc'], 'close'],
  ],
};

export const hold = {
  variable: (variables) => (variables.length === 1
    ? `${variables[0]} is not filled in. Write what belongs there, or take it out. Nothing was sent.`
    : `${variables.join(', ')} are not filled in. Write what belongs there, or take them out. `
      + 'Nothing was sent.'),
  newer: (name, body) => `${name} replied meanwhile: “${body}”`,
  newerNote: (name, body) => `${name} left a note meanwhile: “${body}”`,
  file: 'a file',
  sendAnyway: 'Send anyway',
};
