// All words of the visitor's chat page.
import { number, wholeMinutes } from '../live/format.js';
import { gettext as _, ngettext, pgettext } from '../live/translation.js';

export const words = {
  skip: _('Skip to content'),
  theme: _('Switch between light and dark theme'),
  language: _('Language'),
  liveChat: _('Live chat'),
  support: _('Tech Support'),
  messages: _('Messages in this chat'),
  cancel: _('Cancel'),
  failed: (message) => _('That did not work. %(reason)s', { reason: message }),

  number: (position) => (
    _('You are number %(number)s in the queue', { number: number(position) })),
  next: _('You are next'),
  inQueue: pgettext('your number', 'in queue'),
  waitingAgain: _('In the queue'),
  nextShort: pgettext('your number', 'next'),
  placeUnknown: _('You are in the queue'),
  nextLead: _('You are first in line. A team member joins you as soon as one is free.'),
  nextWithoutTeam: _('You are first in line for when somebody from the team is back.'),
  movedBack: _('Somebody who was in line before you has come back.'),
  updating: _('Updating your place in the queue'),
  offer: _('It takes a while today.'),
  nobodyThere: _('Nobody from the team is online right now.'),
  offerLead: _('You may wait on, or send your question as a tech issue and get the answer in '
    + 'writing. All that you have written comes along.'),
  notAllThere: _('Not everything has reached us yet. Please try again once you are connected.'),
  wait: (from, to) => waitOf(wholeMinutes(from ?? to), wholeMinutes(to)),
  basis: (count) => ngettext(
    'This goes by the last chat.', 'This goes by the last %(num)s chats.',
    count, { num: number(count) }),
  noEstimate: _('We cannot say yet how long it takes.'),
  ahead: (count) => ngettext(
    'One person is ahead of you.', '%(num)s people are ahead of you.',
    count, { num: number(count) }),
  queueTitle: (position) => (position === 1
    ? words.next : _('(%(number)s) In the queue', { number: number(position) })),
  question: _('Your question'),
  details: _('What you have added'),
  addDetail: _('Add a detail while you wait'),
  add: _('Add'),
  whileYouWait: _('While you wait'),
  sound: _('Play a sound when it is my turn'),
  notification: _('Show a browser notification'),
  notificationDenied: _('Your browser does not allow notifications from this page.'),
  grace: (seconds) => graceOf(wholeMinutes(seconds)),
  ratherNot: _('Rather not wait?'),
  asIssue: _('Send this as a tech issue instead'),
  along: _('Your question and details come along.'),
  leaveQueue: _('Leave the queue'),
  leaveQueueAsk: _('Leave the queue?'),
  leaveQueueLead: (
    _('Your place goes to the next person. If you come back you start at the end.')),
  stayInQueue: _('Stay in the queue'),

  chatWith: (name) => _('Chat with %(name)s', { name }),
  joined: (name) => _('%(name)s joined the chat', { name }),
  notice: (name) => _('%(name)s from Tech Support has joined', { name }),
  agentAway: (name) => _('%(name)s has lost the connection. If it does not come back soon, '
    + 'your chat goes to a colleague and keeps all that was written.', { name }),
  requeued: (position) => _('You are back in the queue, number %(number)s. All that was written '
    + 'is kept, and a team member goes on from there.', { number: number(position) }),
  writeLabel: _('Write a message'),
  hint: _('Enter to send, Shift + Enter for a new line'),
  send: _('Send'),
  secrets: _('Never share your password or card number here.'),
  aboutChat: _('About this chat'),
  thisChat: _('This chat'),
  started: pgettext('a chat', 'Started'),
  helpedBy: _('Helped by'),
  memberId: _('Member ID'),
  afterwards: _('Afterwards'),
  afterwardsMember: (name) => _('If it takes longer, %(name)s turns this chat into a tech issue. '
    + 'You then find it here:', { name }),
  afterwardsGuest: (name) => _('If it takes longer, %(name)s turns this chat into a tech issue '
    + 'and you get a link to it.', { name }),
  myIssues: _('My Technical Issues'),
  chatDetails: _('Chat details'),
  endChat: _('End chat'),
  endChatAsk: _('End this chat?'),
  endChatLead: _('You cannot write in it any more. You can start a new one at any time.'),
  goOn: _('Go on with the chat'),
  unread: (count) => `(${number(count)}) `,

  ended: _('This chat has ended'),
  leftQueue: _('You left the queue'),
  endedTitle: _('Chat ended'),
  talked: (name, seconds) => talkedFor(name, wholeMinutes(seconds)),
  reasons: {
    agent: (name) => (name
      ? _('%(name)s ended the chat.', { name }) : _('A team member ended the chat.')),
    visitor: (name) => (name ? _('You ended the chat.') : _('Nobody had joined yet.')),
    abandoned: () => (
      _('This page was away for longer than your place could be held, so the chat was closed.')),
    idle: () => _('It was closed because nothing had been written for a while.'),
    redirected: () => (
      _('Chat is in English only, so we ask you to send this as a tech issue.')),
    converted: (name) => (name ? null : _('You left the queue for a tech issue.')),
  },
  issueMade: (name) => (name
    ? _('%(name)s made a tech issue of this chat', { name })
    : _('Your question is a tech issue now')),
  issueLead: (reference) => (
    _('%(reference)s · it holds all that was written here', { reference })),
  openIssue: _('Open the issue'),
  sendAsIssue: _('Your tech issue is already filled in'),
  sendAsIssueLead: (
    _('You can write it in your own language and add to it before you send it.')),
  openForm: _('Go to the tech issue'),
  notSent: _('Not sent'),
  notSentLead: (
    _('This had not arrived when the chat was closed. You can use it in a new chat.')),
  rate: _('How was the help you got?'),
  scores: [
    pgettext('the help was', 'Very poor'),
    pgettext('the help was', 'Poor'),
    pgettext('the help was', 'Fair'),
    pgettext('the help was', 'Good'),
    pgettext('the help was', 'Very good'),
  ],
  comment: _('Anything to add?'),
  optional: _('Optional'),
  sendRating: _('Send rating'),
  sendingRating: _('Sending'),
  chooseScore: _('Choose one of the five.'),
  rated: _('Thank you for your rating.'),
  yourRating: (score) => _('You chose: %(score)s', { score }),
  transcript: _('Transcript'),
  written: _('What was written'),
  mailIt: _('Email it to me'),
  mailed: (address) => _('Sent to %(address)s', { address }),
  download: _('Download'),
  print: _('Print'),
  newTab: _('(opens in a new tab)'),
  newChat: _('Continue in a new chat'),
  askAgain: _('Ask again'),
  home: _('Help home'),
};

function waitOf(from, to) {
  if (to === 0) return _('Less than a minute to go.');
  const values = { from: number(from), num: number(to) };
  if (from === 0) {
    return ngettext('Up to %(num)s minute to go.', 'Up to %(num)s minutes to go.', to, values);
  }
  return from >= to
    ? ngettext('About %(num)s minute to go.', 'About %(num)s minutes to go.', to, values)
    : ngettext(
      'About %(from)s to %(num)s minute to go.', 'About %(from)s to %(num)s minutes to go.',
      to, values);
}

function graceOf(minutes) {
  return minutes === 0
    ? _('Keep this tab open. If the connection drops, your place is held for a short while.')
    : ngettext(
      'Keep this tab open. If the connection drops, your place is held for %(num)s minute.',
      'Keep this tab open. If the connection drops, your place is held for %(num)s minutes.',
      minutes, { num: number(minutes) });
}

function talkedFor(name, minutes) {
  return minutes === 0
    ? _('You talked with %(name)s for less than a minute.', { name })
    : ngettext(
      'You talked with %(name)s for %(num)s minute.',
      'You talked with %(name)s for %(num)s minutes.', minutes, { name, num: number(minutes) });
}
