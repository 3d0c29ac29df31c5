// All words of the visitor's chat page.
import { minutes, number, waitRange } from '../live/format.js';

const SMALL = ['Nobody', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine'];

function people(count) {
  return `${SMALL[count] ?? number(count)} ${count === 1 ? 'person is' : 'people are'}`;
}

function listOf(count) {
  return count === 1 ? 'the last chat' : `the last ${number(count)} chats`;
}

export const words = {
  skip: 'Skip to content',
  theme: 'Switch between light and dark theme',
  liveChat: 'Live chat',
  support: 'Tech Support',
  brandTitle: (brand) => `${brand} Tech Support`,
  messages: 'Messages in this chat',
  cancel: 'Cancel',
  failed: (message) => `That did not work. ${message}`,

  number: (position) => `You are number ${number(position)} in the queue`,
  next: 'You are next',
  inQueue: 'in queue',
  waitingAgain: 'In the queue',
  nextShort: 'next',
  placeUnknown: 'You are in the queue',
  nextLead: 'You are first in line. A team member joins you as soon as one is free.',
  wait: (from, to) => {
    const range = waitRange(from, to);
    return range.startsWith('less') ? range : `about ${range}`;
  },
  toGo: 'to go',
  basis: (count) => `This goes by ${listOf(count)}.`,
  noEstimate: 'We cannot say yet how long it takes.',
  ahead: (count) => `${people(count)} ahead of you.`,
  queueTitle: (position) => (position === 1 ? 'You are next' : `(${position}) In the queue`),
  question: 'Your question',
  details: 'What you have added',
  addDetail: 'Add a detail while you wait',
  add: 'Add',
  whileYouWait: 'While you wait',
  sound: 'Play a sound when it is my turn',
  notification: 'Show a browser notification',
  notificationDenied: 'Your browser does not allow notifications from this page.',
  grace: (seconds) => (
    `Keep this tab open. If the connection drops, your place is held for ${minutes(seconds)}.`),
  ratherNot: 'Rather not wait?',
  asIssue: 'Send this as a tech issue instead',
  along: 'Your question and details come along.',
  leaveQueue: 'Leave the queue',
  leaveQueueAsk: 'Leave the queue?',
  leaveQueueLead: 'Your place goes to the next person. If you come back you start at the end.',
  stayInQueue: 'Stay in the queue',

  chatWith: (name) => `Chat with ${name}`,
  joined: (name) => `${name} joined the chat`,
  notice: (name) => `${name} from Tech Support has joined`,
  agentAway: (name) => (
    `${name} has lost the connection. If it does not come back soon, your chat goes to a colleague `
    + 'and keeps all that was written.'),
  requeued: (position) => (
    `You are back in the queue, number ${number(position)}. All that was written is kept, and a `
    + 'team member goes on from there.'),
  writeLabel: 'Write a message',
  hint: 'Enter to send, Shift + Enter for a new line',
  send: 'Send',
  secrets: 'Never share your password or card number here.',
  aboutChat: 'About this chat',
  thisChat: 'This chat',
  started: 'Started',
  helpedBy: 'Helped by',
  memberId: 'Member ID',
  afterwards: 'Afterwards',
  afterwardsMember: (name) => (
    `If it takes longer, ${name} turns this chat into a tech issue and you follow it under`),
  afterwardsGuest: (name) => (
    `If it takes longer, ${name} turns this chat into a tech issue and you get a link to it.`),
  myIssues: 'My Technical Issues',
  chatDetails: 'Chat details',
  endChat: 'End chat',
  endChatAsk: 'End this chat?',
  endChatLead: 'You cannot write in it any more. You can start a new one at any time.',
  goOn: 'Go on with the chat',
  unread: (count) => `(${number(count)}) `,

  ended: 'This chat has ended',
  leftQueue: 'You left the queue',
  endedTitle: 'Chat ended',
  talked: (name, seconds) => `You talked with ${name} for ${minutes(seconds)}.`,
  reasons: {
    agent: (name) => `${name ?? 'A team member'} ended the chat.`,
    visitor: (name) => (name ? 'You ended the chat.' : 'Nobody had joined yet.'),
    abandoned: () => (
      'This page was away for longer than your place could be held, so the chat was closed.'),
    idle: () => 'It was closed because nothing had been written for a while.',
    redirected: () => 'Chat is in English only, so we ask you to send this as a tech issue.',
    converted: (name) => (name ? null : 'You left the queue for a tech issue.'),
  },
  issueMade: (name) => (
    name ? `${name} made a tech issue of this chat` : 'Your question is a tech issue now'),
  issueLead: (number_) => `${number_} · it holds all that was written here`,
  openIssue: 'Open the issue',
  sendAsIssue: 'Your tech issue is already filled in',
  sendAsIssueLead: 'You can write it in your own language and add to it before you send it.',
  openForm: 'Go to the tech issue',
  notSent: 'Not sent',
  notSentLead: 'This had not arrived when the chat was closed. You can use it in a new chat.',
  rate: 'How was the help you got?',
  scores: ['Very poor', 'Poor', 'Fair', 'Good', 'Very good'],
  comment: 'Anything to add?',
  optional: 'Optional',
  sendRating: 'Send rating',
  sendingRating: 'Sending',
  chooseScore: 'Choose one of the five.',
  rated: 'Thank you for your rating.',
  yourRating: (score) => `You chose: ${score}`,
  transcript: 'What was written',
  newChat: 'Start a new chat',
  home: 'Help home',
};
