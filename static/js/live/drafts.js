// What stands in a message field and has not been sent: kept on the device, one text per key.
import { signal } from '@preact/signals';

import { forget, keep, keysUnder, recall } from './keep.js';

const DRAWER = 'livedesk:draft:';
const drafts = new Map();
const listeners = new Set();

/**
 * The draft under a key as a signal; read it to draw, change it with `writeDraft`.
 *
 * @param {string} key one per chat and kind, such as `${chat_id}:note`
 */
export function draftOf(key) {
  if (!drafts.has(key)) drafts.set(key, signal(recall(DRAWER + key) ?? ''));
  return drafts.get(key);
}

/** Puts a text into the field of that key and on the device; '' clears both. */
export function writeDraft(key, text) {
  draftOf(key).value = text;
  if (text === '') forget(DRAWER + key);
  else keep(DRAWER + key, text);
  for (const listen of listeners) listen(key);
}

/** The keys under which this device keeps something. */
export function draftKeys() {
  return keysUnder(DRAWER).map((key) => key.slice(DRAWER.length));
}

/** Calls `listen(key)` after each change of a draft. */
export function onDraft(listen) {
  listeners.add(listen);
}
