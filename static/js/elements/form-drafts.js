// What was typed into the forms of server-rendered pages, kept on this device until it has arrived.

const DRAWER = 'livedesk:form:';
const SENT = 'livedesk:form-sent';
const KEEP_FOR_MS = 24 * 60 * 60_000;

/** Keeps the texts of a form, by the names of its fields, for whoever is logged in. */
export function keepDraft(name, texts) {
  const by = reader() ?? take('localStorage', DRAWER + name)?.by;
  put('localStorage', DRAWER + name, { texts, by, kept_at: Date.now() });
}

/** The kept texts of a form, or null. Those of yesterday are nobody's any more. */
export function draftOf(name) {
  const draft = take('localStorage', DRAWER + name);
  return draft && Date.now() - draft.kept_at < KEEP_FOR_MS && isOurs(draft) ? draft.texts : null;
}

/** The texts, and the ids of the files that were sent for the form. */
export function forgetDraft(name) {
  drop('localStorage', DRAWER + name);
  drop('localStorage', `${DRAWER}${name}:files`);
}

/** The form has been sent, but nobody knows yet whether it arrives. */
export function noteSent(name) {
  put('sessionStorage', SENT, { name, page: location.href.split('#')[0] });
}

/**
 * Forgets the draft of a form that has arrived. It has when its page led straight to this one and
 * did not come back with errors; an error page or a sign-in in between leaves the draft alone.
 */
export function settleSent() {
  const sent = take('sessionStorage', SENT);
  drop('sessionStorage', SENT);
  if (!sent) return;
  const form = document.querySelector(`draft-keeper[name="${CSS.escape(sent.name)}"]`);
  const cameBack = form && document.querySelector('.error-summary, [aria-invalid="true"]');
  const [{ type }] = performance.getEntriesByType('navigation');
  if (type === 'navigate' && document.referrer === sent.page && !cameBack) forgetDraft(sent.name);
}

/** A login runs out, and the draft waits; whoever logs in next on a shared device never sees it. */
function isOurs({ by }) {
  return !by || !reader() || by === reader();
}

function reader() {
  return document.documentElement.dataset.person;
}

function put(place, key, value) {
  within(place, (storage) => storage.setItem(key, JSON.stringify(value)));
}

function take(place, key) {
  return within(place, (storage) => JSON.parse(storage.getItem(key))) ?? null;
}

function drop(place, key) {
  within(place, (storage) => storage.removeItem(key));
}

// A full or forbidden storage only means that the text does not outlive the page.
function within(place, act) {
  try {
    return act(globalThis[place]);
  } catch {
    return null;
  }
}
