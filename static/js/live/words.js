// The words that both live pages show, and that the parts in live/ bring along.
import { shownSize } from '../elements/file-limits.js';
import { joined, number } from './format.js';
import { gettext as _, language, ngettext, pgettext } from './translation.js';

export const words = {
  you: pgettext('who wrote this', 'You'),
  note: 'Internal note',
  new: (count) => ngettext('New', '%(num)s new', count, { num: number(count) }),
  newMessages: (count) => (
    ngettext('%(num)s new message', '%(num)s new messages', count, { num: number(count) })),
  jump: _('Jump to latest'),
  loadingOlder: _('Loading earlier messages'),
  loadOlder: _('Show earlier messages'),
  typing: (names) => ngettext(
    '%(names)s is typing', '%(names)s are typing', names.length, { names: joined(names) }),
  sending: _('Sending'),
  waiting: _('Waiting for connection'),
  receipts: {
    sent: pgettext('a message', 'Sent'),
    delivered: pgettext('a message', 'Delivered'),
    read: pgettext('a message', 'Read'),
  },
  notSent: _('Not sent'),
  resend: _('Send again'),
  discard: _('Delete'),
  count: (used, limit) => (
    _('%(used)s of %(limit)s characters', { used: number(used), limit: number(limit) })),
  tooLong: (over) => ngettext(
    '%(num)s character too many', '%(num)s characters too many', over, { num: number(over) }),
  left: (left) => (
    ngettext('%(num)s character left', '%(num)s characters left', left, { num: number(left) })),
  lost: (seconds) => (seconds > 0
    ? ngettext(
      'Connection lost. Trying again in %(num)s second. What you write is kept.',
      'Connection lost. Trying again in %(num)s seconds. What you write is kept.',
      seconds, { num: number(seconds) })
    : _('Connection lost. Trying again now. What you write is kept.')),
  offline: _('You are offline. What you write is kept and sent when you are back.'),
  stillHere: (count) => (count > 0
    ? ngettext(
      'One message waits to be sent.', '%(num)s messages wait to be sent.',
      count, { num: number(count) })
    : null),
  notStored: _('Messages cannot be stored now. What you write is kept and will be sent by '
    + 'itself.'),
  connection: _('Connection'),
  tryNow: _('Try now'),
  back: (count) => (count > 0
    ? ngettext(
      'Connected again. Sending one message.', 'Connected again. Sending %(num)s messages.',
      count, { num: number(count) })
    : _('Connected again.')),
  close: pgettext('a dialog', 'Close'),
  secrets: {
    card: _('This looks like a card number. We never need it, so please take it out. If you send '
      + 'it, only its last four digits are kept.'),
    password: _('This looks like a password or a code. We never need it, so please take it out '
      + 'before you send.'),
  },

  pictures: _('Pictures for this message'),
  attachPicture: _('Attach a picture'),
  screenshot: _('Screenshot'),
  stillSending: _('The pictures are still on their way. Send when they have arrived.'),
  removePicture: (name) => _('Remove %(name)s', { name }),
  cancelPicture: (name) => _('Cancel the upload of %(name)s', { name }),
  againPicture: (name) => _('Send %(name)s again', { name }),
  notAPicture: _('This file is not a picture that we can show. Please use PNG, JPEG, WebP or GIF.'),
  pictureTooLarge: (limit) => (
    _('The file is too large: %(size)s. The limit is %(limit)s.', {
      size: '{size}', limit: shownSize(limit, language),
    })),
  tooManyPictures: (most) => _('Choose at most %(most)s files at once.', { most: number(most) }),
  pictureLost: _('The file has not arrived, for the connection was lost.'),
  openPicture: (name) => _('Show %(name)s', { name }),
  pictureOf: (place, count) => (
    _('%(place)s of %(count)s', { place: number(place), count: number(count) })),
  previousPicture: _('Previous picture'),
  nextPicture: _('Next picture'),
  zoom: _('Show in its own size'),
  download: _('Download'),
};

const refusals = {
  invalid: _('Some of what was sent is not valid.'),
  not_found: _('This chat is not here any more.'),
  forbidden: _('You may not do this.'),
  not_active: _('This chat is closed.'),
  too_long: _('The text is too long.'),
  rate_limited: _('Too many requests. Please wait a moment.'),
  id_conflict: _('This was already sent with other words in it.'),
  unavailable: _('This cannot be stored right now. Please try again in a moment.'),
  no_answer: _('No answer from the server.'),
};

/** Why something did not work. The server says it in English; a code is known in any language. */
export function sentenceOf(error) {
  return (language === 'en' ? null : refusals[error.code]) ?? error.message;
}
