// What the palette offers for what is typed: acts, chats, tickets, people (pure).
import { chatMatches, fold } from './people.js';

// Of no use from a list, or only on the way to it.
const NO_ACTS = ['find', 'leave_field', 'next_area', 'previous_area', 'move_in_list', 'preview'];

/** The acts whose words hold all that is typed, as items. */
export function actItems(shortcuts, { labels, runs, isChatOpen, search }) {
  const words = wordsOf(search);
  return shortcuts
    .filter(({ id, by }) => !by && runs[id] && !NO_ACTS.includes(id))
    .filter(({ area }) => isChatOpen || area !== 'chat')
    .filter(({ id }) => words.every((word) => fold(labels[id]).includes(word)))
    .map(({ id }) => ({ key: `act-${id}`, label: labels[id], shortcut: id, run: runs[id] }));
}

/** Pages of the team, `{label, url}`. */
export function placeItems(places, search) {
  const words = wordsOf(search);
  return places
    .filter(({ label, url }) => url && words.every((word) => fold(label).includes(word)))
    .map(({ label, url }) => ({ key: `place-${url}`, label, href: url }));
}

/** Mine and those who wait. */
export function chatItems(chats, { search, open, most }) {
  const found = chats.filter((chat) => chatMatches(chat, search)).slice(0, most);
  return found.map((chat) => ({
    key: `chat-${chat.id}`,
    label: chat.visitor.name,
    detail: chat.question,
    run: () => open(chat.id),
  }));
}

/** What the server has found, by group. */
export function foundItems({ people, tickets, chats }, { urls }) {
  return {
    tickets: tickets.map((one) => ({
      key: `ticket-${one.number}`,
      label: `${one.number} ${one.title}`,
      detail: one.person,
      href: `${urls.tickets}/${one.number}`,
    })),
    people: people.map((one) => ({
      key: `person-${one.id}`,
      label: one.name,
      detail: [one.member_id, one.email].filter(Boolean).join(' · '),
      href: `${urls.tickets}?status=all&q=${encodeURIComponent(one.member_id ?? one.email)}`,
    })),
    ended: chats.map((one) => ({
      key: `ended-${one.id}`,
      label: one.name,
      detail: one.question,
      href: `/console/history/${encodeURIComponent(one.id)}`,
    })),
  };
}

function wordsOf(search) {
  return fold(search.trim()).split(/\s+/u);
}
