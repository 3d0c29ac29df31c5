// Pictures for a message that is being written: each is sent at once, the message names their ids.
import { signal } from '@preact/signals';

import { refusalOf } from '../elements/file-limits.js';
import { upload } from '../elements/file-upload.js';
import { forget, keep, recall } from './keep.js';
import { language } from './translation.js';
import { words } from './words.js';

const DRAWER = 'livedesk:pictures:';
const trays = new Map();

/**
 * The tray of a message field; the same key gives the same tray, so that switching between chats
 * loses nothing.
 *
 * @param {string} key as of the field's draft
 * @param {object} door where pictures go: {address, csrfToken, largest, types, most}
 */
export function trayOf(key, door) {
  if (!trays.has(key)) trays.set(key, new PictureTray(key, door));
  return trays.get(key);
}

/**
 * `items` is a signal of {key, name, size, preview, state, done, attachment, error}: `state` is
 * 'sending', 'ready' or 'failed', `done` how many bytes have gone, `error` a sentence.
 */
export class PictureTray {
  #key;
  #door;
  #sendings = new Map();
  #count = 0;

  items = signal([]);

  constructor(key, door) {
    this.#key = key;
    this.#door = door;
    this.items.value = (recall(DRAWER + key) ?? []).map((attachment) => this.#known(attachment));
  }

  get accept() {
    return this.#door.types.join(',');
  }

  get most() {
    return this.#door.most;
  }

  get isSending() {
    return this.items.value.some((item) => item.state === 'sending');
  }

  get ready() {
    return this.items.value.filter((item) => item.state === 'ready').map((item) => item.attachment);
  }

  /** Takes files that were picked, dropped or pasted. */
  take(files) {
    for (const file of files) this.#add(file);
  }

  again(key) {
    const item = this.items.value.find((one) => one.key === key);
    if (item?.file) this.#send(item);
  }

  remove(key) {
    this.#sendings.get(key)?.cancel();
    this.#sendings.delete(key);
    this.#set(this.items.value.filter((item) => item.key !== key));
  }

  /** The message has them now. */
  clear() {
    for (const item of this.items.value) if (item.preview) URL.revokeObjectURL(item.preview);
    this.#set([]);
  }

  #add(file) {
    const item = {
      key: `new-${this.#count += 1}`,
      name: file.name || words.screenshot,
      size: file.size, file, preview: URL.createObjectURL(file),
      state: 'sending', done: 0, attachment: null, error: null,
    };
    const refusal = this.#refusalOf(file);
    this.#set([...this.items.value, refusal ? failed(item, refusal, null) : item]);
    if (!refusal) this.#send(item);
  }

  #refusalOf(file) {
    const kept = this.items.value.filter((item) => item.state !== 'failed');
    if (kept.length >= this.#door.most) return words.tooManyPictures(this.#door.most);
    const sentences = {
      not_a_picture: words.notAPicture,
      too_large: words.pictureTooLarge(this.#door.largest),
    };
    return refusalOf(file, this.#door, sentences, language);
  }

  async #send(item) {
    this.#change(item.key, { state: 'sending', done: 0, error: null });
    const onProgress = (done) => this.#change(item.key, { done });
    const { address, csrfToken = '' } = this.#door;
    const sending = upload(address, item.file, { csrfToken, onProgress });
    this.#sendings.set(item.key, sending);
    try {
      const attachment = await sending.arrived;
      this.#change(item.key, { state: 'ready', attachment });
    } catch (error) {
      this.#change(item.key, { state: 'failed', error: error.message || words.pictureLost });
    }
    this.#sendings.delete(item.key);
  }

  #known(attachment) {
    const { id, name, size, thumbnail_url: preview } = attachment;
    return { key: id, name, size, preview, state: 'ready', done: size, attachment, error: null };
  }

  #change(key, change) {
    this.#set(this.items.value.map((item) => (item.key === key ? { ...item, ...change } : item)));
  }

  #set(items) {
    this.items.value = items;
    if (this.ready.length > 0) keep(DRAWER + this.#key, this.ready);
    else forget(DRAWER + this.#key);
  }
}

function failed(item, error, file) {
  return { ...item, file, state: 'failed', error };
}
