// How people are called and found, how sure that is, and who could take over a chat (pure).
import { secondsBetween } from './needs.js';

const LEFT_AFTER_SECONDS = 120;

/** "Marit" for Marit Solberg. */
export function firstName(name) {
  return name.trim().split(/\s+/u)[0];
}

/** `verified`: signed in. `claimed`: name and number are only what somebody typed. `guest`. */
export function identityOf({ verified, member_id }) {
  if (verified) return 'verified';
  return member_id ? 'claimed' : 'guest';
}

/**
 * Whole minutes since a visitor has left; 0 while that may be a reload, null while they are here.
 * `now` in milliseconds.
 */
export function minutesGone({ connected, seen_at }, now) {
  if (connected) return null;
  const seconds = seen_at ? secondsBetween(Date.parse(seen_at), now) : 0;
  return seconds < LEFT_AFTER_SECONDS ? 0 : Math.floor(seconds / 60);
}

/** Does the chat have all the words somewhere: name, member ID, email, question? */
export function chatMatches(chat, search) {
  if (search.trim() === '') return true;
  const { name, member_id, email } = chat.visitor;
  const text = fold([name, member_id ?? '', email, chat.question].join(' '));
  return fold(search).split(/\s+/u).every((word) => text.includes(word));
}

/** 'busy' for who is available and has no room; else what the agent has chosen. */
export function shownPresence({ presence, active_chats, capacity }) {
  return presence === 'online' && active_chats >= capacity ? 'busy' : presence;
}

/** `{agent, isFree, standing}` for each colleague who is not offline; `standing` says why not. */
export function transferable(agents) {
  return agents
    .filter((agent) => agent.presence !== 'offline')
    .map((agent) => ({ agent, standing: standingOf(agent), isFree: standingOf(agent) === 'free' }))
    .sort((one, other) => rank(one) - rank(other) || roomier(one, other));
}

/** "Mäkelä" is found by "makela" too. */
export function fold(text) {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

function standingOf({ presence, active_chats, capacity }) {
  if (presence !== 'online') return 'away';
  return active_chats < capacity ? 'free' : 'full';
}

function rank({ standing }) {
  return ['free', 'full', 'away'].indexOf(standing);
}

function roomier({ agent: one }, { agent: other }) {
  return one.active_chats - other.active_chats || one.name.localeCompare(other.name);
}
