// Times, waits and sizes as people read them, in their own time zone (pure but for the clock).
import { serverNow } from './server-clock.js';
import { gettext as _, language } from './translation.js';

const DAY_MS = 24 * 60 * 60_000;
// Dates are written as the words around them are, English ones as in "6 Mar 2026". Whether it is
// 13:46 or 1:46 pm is the habit of a reader of English, which is at home in many places.
const WORDS = language === 'en' ? 'en-GB' : language;
const HABIT = language === 'en' ? undefined : language;
const hour12 = new Intl.DateTimeFormat(HABIT, { hour: 'numeric' }).resolvedOptions().hour12;
const TIME = { hour: hour12 ? 'numeric' : '2-digit', minute: '2-digit', hour12 };
const clockFormat = new Intl.DateTimeFormat(WORDS, TIME);
const dayFormat = new Intl.DateTimeFormat(WORDS, { day: 'numeric', month: 'long' });
const weekdayFormat = new Intl.DateTimeFormat(WORDS, {
  weekday: 'long', day: 'numeric', month: 'long', year: 'numeric',
});
const dateFormat = new Intl.DateTimeFormat(WORDS, {
  day: 'numeric', month: 'short', year: 'numeric',
});
const exactFormat = new Intl.DateTimeFormat(WORDS, {
  dateStyle: 'full', timeStyle: 'long', hour12,
});
const numberFormat = new Intl.NumberFormat(HABIT);
const listFormat = new Intl.ListFormat(WORDS);

/** '13:46' */
export function clockTime(at) {
  return clockFormat.format(new Date(at));
}

/** 'Today, 12 March', 'Yesterday, 11 March', 'Monday, 9 March 2026' */
export function dayName(at, now = serverNow()) {
  const date = new Date(at);
  if (isSameDay(date, now)) return _('Today, %(time)s', { time: dayFormat.format(date) });
  if (isSameDay(date, now - DAY_MS)) {
    return _('Yesterday, %(time)s', { time: dayFormat.format(date) });
  }
  return weekdayFormat.format(date);
}

/** 'Today, 08:34' or '10 Mar 2026, 08:41' */
export function moment(at, now = serverNow()) {
  const date = new Date(at);
  if (isSameDay(date, now)) return _('Today, %(time)s', { time: clockTime(date) });
  return `${dateFormat.format(date)}, ${clockTime(date)}`;
}

/** The whole of it, with the time zone, for a tooltip. */
export function exactTime(at) {
  return exactFormat.format(new Date(at));
}

/** '06:12', '1:02:09': a wait as agents read it. */
export function stopwatch(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const parts = [Math.floor(whole / 60) % 60, whole % 60].map((part) => `${part}`.padStart(2, '0'));
  const hours = Math.floor(whole / 3600);
  return hours > 0 ? `${hours}:${parts.join(':')}` : parts.join(':');
}

/** Minutes as members read a length of time: rounded up, 0 for less than one. */
export function wholeMinutes(seconds) {
  return seconds < 60 ? 0 : Math.ceil(seconds / 60);
}

/** '3,217' in the reader's own way of writing numbers */
export function number(value) {
  return numberFormat.format(value);
}

/** 'Ana, Bea and Sam' */
export function joined(names) {
  return listFormat.format(names);
}

/** '274 KB', '1.4 MB' */
export function fileSize(bytes) {
  if (bytes < 1024 * 1024) return `${number(Math.max(1, Math.round(bytes / 1024)))} KB`;
  return `${number(Math.round((bytes / 1024 / 1024) * 10) / 10)} MB`;
}

/** 'AH' for Amelia Hart, 'M' for Maya */
export function initials(name) {
  const words = name.trim().split(/\s+/u);
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  return ends.map((word) => [...word][0] ?? '').join('').toUpperCase();
}

/** One of the six colours of avatars (1 to 6), always the same one for a name. */
export function tone(name) {
  let sum = 0;
  for (const sign of name) sum = (sum * 31 + sign.codePointAt(0)) % 9973;
  return (sum % 6) + 1;
}

function isSameDay(date, other) {
  return date.toDateString() === new Date(other).toDateString();
}
