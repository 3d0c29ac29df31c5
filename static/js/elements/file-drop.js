// <file-drop>: files for the form around it, by picking, dropping and pasting. Each is sent at once
// and named in the form by its id, so that it survives errors, reloads and an expired login.
import { draftOf, keepDraft } from './form-drafts.js';
import { filled, refusalOf } from './file-limits.js';
import { FileRow } from './file-row.js';

class FileDrop extends HTMLElement {
  connectedCallback() {
    this.words ??= JSON.parse(this.dataset.words);
    this.form ??= this.closest('form');
    this.input ??= this.querySelector('input[type="file"]');
    this.zone ??= this.querySelector('.drop');
    this.list ??= this.querySelector('.files');
    this.rows ??= [...this.list.children].map((item) => FileRow.around(this, item));
    this.listen('addEventListener');
    this.change();  // Somebody may have been faster than this script.
    this.restore();
  }

  disconnectedCallback() {
    this.listen('removeEventListener');
  }

  listen(act) {
    this.input[act]('change', this);
    // Anywhere on the page: a browser would open a file that is dropped beside the zone.
    for (const type of ['dragover', 'dragleave', 'drop', 'paste']) document[act](type, this);
    // Before those who would send the form now.
    this.form[act]('submit', this, { capture: true });
    globalThis[act]('beforeunload', this);
  }

  handleEvent(event) {
    this[event.type](event);
  }

  change() {
    this.take([...this.input.files]);
    this.input.value = '';
  }

  dragover(event) {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    this.zone.classList.toggle('is-over', this.isMeant(event));
  }

  dragleave(event) {
    if (event.relatedTarget === null) this.zone.classList.remove('is-over');
  }

  drop(event) {
    this.zone.classList.remove('is-over');
    if (event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    if (this.isMeant(event)) this.take([...event.dataTransfer.files]);
  }

  /** Text is pasted as ever; a picture comes to the files, wherever the caret is. */
  paste(event) {
    const { files } = event.clipboardData;
    if (files.length === 0 || !this.isMeant(event)) return;
    event.preventDefault();
    this.take([...files]);
  }

  /** What happens in no form is meant for the first. */
  isMeant(event) {
    const form = event.target.closest?.('form');
    const forms = [...document.querySelectorAll('file-drop')].map((drop) => drop.form);
    return forms.includes(form) ? form === this.form : forms[0] === this.form;
  }

  beforeunload(event) {
    if (this.rows.some((row) => row.isOnItsWay)) event.preventDefault();
  }

  /** The form waits for its files, and does not leave one behind unsaid. */
  submit(event) {
    const failed = this.rows.find((row) => row.hasFailed);
    if (failed) {
      this.hold(event, this.words.failed, 'field__error');
      failed.focus();
    } else if (this.rows.some((row) => row.isOnItsWay)) {
      this.hold(event, this.words.pending, 'field__hint');
      this.submitter = event.submitter;
      this.isAwaited = true;
    }
  }

  hold(event, sentence, look) {
    event.preventDefault();
    event.stopImmediatePropagation();
    this.say(sentence, look);
  }

  take(files) {
    const room = this.dataset.most - this.rows.filter((row) => !row.hasFailed).length;
    files.forEach((file, place) => {
      const refusal = place < room ? this.judge(file) : this.words.too_many;
      const row = FileRow.of(this, file);
      this.rows.push(row);
      if (refusal) row.fail(refusal, { isFinal: true });
      else row.send();
    });
  }

  judge(file) {
    const limits = { largest: Number(this.dataset.largest), types: this.input.accept.split(',') };
    return refusalOf(file, limits, this.words, document.documentElement.lang);
  }

  /** A row has something new: it has arrived, it has failed, or it is gone. */
  changed(row, sentence = '') {
    if (row.isGone) this.rows = this.rows.filter((other) => other !== row);
    this.say(sentence);
    this.keep();
    if (!this.isAwaited || this.rows.some((other) => other.isOnItsWay)) return;
    this.isAwaited = false;
    if (!this.rows.some((other) => other.hasFailed)) this.form.requestSubmit(this.submitter);
  }

  /** What the rows show already is said for those who cannot see them. */
  say(sentence, look = 'vh') {
    const voice = this.querySelector('[role="status"]');
    voice.className = look;
    voice.textContent = sentence;
  }

  get csrfToken() {
    return this.form.elements.csrf_token.value;
  }

  get draftName() {
    const keeper = this.closest('draft-keeper');
    return keeper && `${keeper.getAttribute('name')}:files`;
  }

  keep() {
    const ids = this.rows.map((row) => row.id).filter(Boolean);
    if (this.draftName) keepDraft(this.draftName, ids);
  }

  /** What was sent before a reload, if it can still be attached. */
  async restore() {
    const kept = (this.draftName && draftOf(this.draftName)) ?? [];
    const shown = this.rows.map((row) => row.id);
    const missing = kept.filter((id) => !shown.includes(id));
    if (missing.length === 0) return;
    const asked = new URLSearchParams(missing.map((id) => ['id', id]));
    const answer = await fetch(`${this.dataset.address}?${asked}`).catch(() => null);
    if (!answer?.ok) return;
    const { attachments } = await answer.json();
    for (const attachment of attachments) this.rows.push(FileRow.known(this, attachment));
    this.keep();
  }
}

customElements.define('file-drop', FileDrop);
