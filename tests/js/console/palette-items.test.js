import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  actItems, chatItems, foundItems, placeItems,
} from '../../../static/js/console/palette-items.js';
import { SHORTCUTS } from '../../../static/js/console/shortcuts.js';
import { keys } from '../../../static/js/console/words-dialogs.js';

const runs = Object.fromEntries(SHORTCUTS.map(({ id }) => [id, () => id]));
const about = { labels: keys.labels, runs, isChatOpen: true, search: '' };
const ids = (items) => items.map(({ shortcut }) => shortcut);

test('every act that has a key is found by its words', () => {
  assert.deepEqual(ids(actItems(SHORTCUTS, { ...about, search: 'convert ticket' })), ['convert']);
  const missing = SHORTCUTS.filter(({ by }) => !by).map(({ id }) => id)
    .filter((id) => !ids(actItems(SHORTCUTS, about)).includes(id));
  assert.deepEqual(missing, ['find', 'next_area', 'previous_area', 'leave_field']);
});

test('acts on a chat are only there while one is open', () => {
  const offered = ids(actItems(SHORTCUTS, { ...about, isChatOpen: false }));
  assert.ok(offered.includes('claim_next'));
  assert.ok(!offered.includes('convert'));
});

test('a page that this desk does not have is not offered', () => {
  const places = [{ label: 'Go to the inbox', url: '/i' }, { label: 'Go to nowhere', url: null }];
  assert.deepEqual(placeItems(places, 'go').map(({ href }) => href), ['/i']);
});

test('chats open by their id, and no more than a few are shown', () => {
  const chat = (id) => ({ id, question: 'Cart', visitor: { name: `Gus ${id}`, email: '' } });
  const opened = [];
  const items = chatItems([chat('a'), chat('b'), chat('c')], {
    search: 'gus', open: (id) => opened.push(id), most: 2,
  });
  assert.deepEqual(items.map(({ label }) => label), ['Gus a', 'Gus b']);
  items[1].run();
  assert.deepEqual(opened, ['b']);
});

test('what the server found leads to its pages', () => {
  const groups = foundItems({
    people: [{ id: 'm', name: 'Maya', member_id: null, email: 'm+1@example.com' }],
    tickets: [{ number: 'IT-1001', title: 'English - cart', person: 'Maya' }],
    chats: [{ id: 'c', name: 'Gus', question: 'Hello' }],
  }, { urls: { tickets: '/console/tickets' } });
  assert.equal(groups.tickets[0].href, '/console/tickets/IT-1001');
  assert.equal(groups.people[0].href, '/console/tickets?status=all&q=m%2B1%40example.com');
  assert.equal(groups.ended[0].href, '/console/history/c');
});
