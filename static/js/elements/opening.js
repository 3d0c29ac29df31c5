// When something opens, as one says it: 'tomorrow, Friday, 08:00' (pure).
import { habitOf } from './local-time.js';

const NEAR_DAYS = 1;

/**
 * @param {string} iso
 * @param {{language: string, now?: Date, timeZone?: string, reader?: string}} how `language` is
 *   that of the page, `reader` the locale whose clock (24 or 12 hours) is used
 */
export function openingTime(
  iso, { language, now = new Date(), timeZone, reader = habitOf(language) },
) {
  const at = new Date(iso);
  const locale = language === 'en' ? 'en-GB' : language;
  const write = (parts) => new Intl.DateTimeFormat(locale, { ...parts, timeZone }).format(at);
  const { hour12 } = new Intl.DateTimeFormat(reader, { hour: 'numeric' }).resolvedOptions();
  const time = write({ hour: hour12 ? 'numeric' : '2-digit', minute: '2-digit', hour12 });
  const days = daysBetween(now, at, timeZone);
  if (days > NEAR_DAYS) return `${write({ weekday: 'long', day: 'numeric', month: 'long' })}, ${time}`;
  const near = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(days, 'day');
  return days === 0 ? `${near}, ${time}` : `${near}, ${write({ weekday: 'long' })}, ${time}`;
}

/** Do both zones show the same time at that moment? */
export function isSameZone(zone, other, at = new Date()) {
  const shown = [zone, other].map((timeZone) => (
    new Intl.DateTimeFormat('en', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(at)));
  return shown[0] === shown[1];
}

function daysBetween(from, to, timeZone) {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone });
  const [first, last] = [from, to].map((one) => Date.parse(`${day.format(one)}T00:00:00Z`));
  return Math.round((last - first) / 86_400_000);
}
