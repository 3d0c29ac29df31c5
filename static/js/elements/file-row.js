// One chosen file in the list of a <file-drop>: on its way, arrived, or failed with a reason.
import { filled, shownSize } from './file-limits.js';
import { upload } from './file-upload.js';

export class FileRow {
  /** A row that the server has drawn. */
  static around(drop, item) {
    const row = new FileRow(drop, item);
    row.field = item.querySelector('input[name="attachments"]');
    row.name = item.querySelector('.file__name').textContent;
    return row;
  }

  /** A row for a file that was chosen now. */
  static of(drop, file) {
    const row = FileRow.added(drop, file.name);
    row.file = file;
    row.picture(URL.createObjectURL(file));
    return row;
  }

  /** A row for a file that was sent before this page was opened. */
  static known(drop, attachment) {
    const row = FileRow.added(drop, attachment.name);
    row.picture(attachment.thumbnail_url);
    row.settle(attachment);
    return row;
  }

  static added(drop, name) {
    const item = drop.querySelector('template').content.firstElementChild.cloneNode(true);
    item.querySelector('.file__name').textContent = name;
    drop.list.append(item);
    const row = new FileRow(drop, item);
    row.name = name;
    return row;
  }

  constructor(drop, item) {
    this.drop = drop;
    this.item = item;
    this.againButton = item.querySelector('[data-act="again"]');
    this.removeButton = item.querySelector('[data-act="remove"]');
    this.againButton.addEventListener('click', () => this.send());
    this.removeButton.addEventListener('click', () => this.remove());
  }

  get id() {
    return this.field?.value;
  }

  get isOnItsWay() {
    return Boolean(this.sending);
  }

  async send() {
    const { words, csrfToken, dataset } = this.drop;
    this.hasFailed = false;
    this.item.classList.remove('file--error');
    this.againButton.hidden = true;
    this.label(words.cancel);
    this.showProgress(0, this.file.size);
    const onProgress = (done, size) => this.showProgress(done, size);
    this.sending = upload(dataset.address, this.file, { csrfToken, onProgress });
    try {
      const attachment = await this.sending.arrived;
      this.sending = null;
      this.settle(attachment);
      this.drop.changed(this, this.with(words.uploaded_one));
    } catch (error) {
      this.sending = null;
      if (!this.isGone) this.fail(error.message || words.lost, { isFinal: false });
    }
  }

  settle(attachment) {
    const { words } = this.drop;
    this.field = document.createElement('input');
    this.field.type = 'hidden';
    this.field.name = 'attachments';
    this.field.value = attachment.id;
    this.item.append(this.field);
    this.label(words.remove);
    const size = shownSize(attachment.size, document.documentElement.lang);
    this.tell(`${words.uploaded} · ${size}`);
  }

  /** `isFinal`: sending the same file again would change nothing. */
  fail(sentence, { isFinal }) {
    this.hasFailed = true;
    this.item.classList.add('file--error');
    this.againButton.hidden = isFinal;
    this.label(this.drop.words.remove);
    this.tell(sentence);
    this.drop.changed(this, `${this.name}: ${sentence}`);
  }

  remove() {
    const next = this.item.nextElementSibling ?? this.item.previousElementSibling;
    this.isGone = true;
    this.sending?.cancel();
    this.sending = null;
    if (this.preview) URL.revokeObjectURL(this.preview);
    (next?.querySelector('[data-act="remove"]') ?? this.drop.input).focus();
    this.item.remove();
    this.drop.changed(this);
  }

  focus() {
    this.removeButton.focus();
  }

  label(words) {
    this.removeButton.setAttribute('aria-label', this.with(words));
  }

  with(words) {
    return filled(words, { name: this.name });
  }

  tell(sentence) {
    this.progress?.remove();
    this.progress = null;
    this.item.querySelector('.file__meta').textContent = sentence;
  }

  showProgress(done, size) {
    const language = document.documentElement.lang;
    const sizes = { done: shownSize(done, language), size: shownSize(size, language) };
    const meta = this.item.querySelector('.file__meta');
    meta.textContent = filled(this.drop.words.uploading, sizes);
    if (!this.progress) {
      this.progress = document.createElement('progress');
      this.progress.className = 'progress';
      this.progress.setAttribute('aria-label', this.name);
      meta.after(this.progress);
    }
    this.progress.max = size;
    this.progress.value = done;
  }

  picture(address) {
    const image = document.createElement('img');
    image.alt = '';
    // What the browser cannot show keeps the sign of a file.
    image.addEventListener('load', () => {
      this.item.querySelector('.file__thumb').replaceChildren(image);
    });
    if (address.startsWith('blob:')) this.preview = address;
    image.src = address;
  }
}
