// Two chats side by side, where the screen has room for them.
import { computed, effect, signal } from '@preact/signals';

import { keep, recall } from '../live/keep.js';
import { activateChat, openId } from './route.js';
import { arranged } from './slots.js';

const KEPT_AS = 'livedesk:side_by_side';
const NONE = [null, null];
const roomy = matchMedia('(min-width: 90rem)');
const hasRoom = signal(roomy.matches);
const isWanted = signal(recall(KEPT_AS) ?? false);
const slots = signal(NONE);

roomy.addEventListener?.('change', () => { hasRoom.value = roomy.matches; });

/** Could two chats stand side by side here? */
export const canSplit = computed(() => hasRoom.value);
export const isSplit = computed(() => hasRoom.value && isWanted.value);

/** The ids of the chats on the screen, from the start side. */
export const shownIds = computed(() => {
  if (isSplit.value) return slots.value.filter(Boolean);
  return openId.value === null ? [] : [openId.value];
});

export function toggleSplit() {
  isWanted.value = !isWanted.value;
  keep(KEPT_AS, isWanted.value);
}

/** Keeps the two places in step with what is opened, dismissed and claimed. */
export function followSplit(desk) {
  let before = null;
  effect(() => {
    const open = openId.value;
    const known = [...desk.conversations.value.keys()];
    const now = { open, before, known, order: desk.order.value };
    slots.value = isSplit.value ? arranged(slots.peek(), now) : NONE;
    before = open;
    // The active one was dismissed: the other one is.
    const left = slots.peek().find(Boolean);
    if (open === null && left) activateChat(left);
  });
}
