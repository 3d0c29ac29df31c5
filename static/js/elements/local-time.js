// Times of server-rendered pages in the reader's own time zone and habit (pure).

/**
 * '6 Mar 2026, 10:30', or only one of the two.
 *
 * @param {string} iso
 * @param {{language: string, shows?: string, timeZone?: string, reader?: string}} how
 *   `shows` is 'date', 'time' or nothing, `language` that of the page, `reader` the locale whose
 *   clock (24 or 12 hours) is used
 */
export function localTime(iso, { language, shows, timeZone, reader = habitOf(language) }) {
  const hour12 = hasTwelveHours(reader);
  const time = { hour: hour12 ? 'numeric' : '2-digit', minute: '2-digit', hour12 };
  const date = { day: 'numeric', month: 'short', year: 'numeric' };
  const parts = { ...(shows === 'time' ? {} : date), ...(shows === 'date' ? {} : time), timeZone };
  return new Intl.DateTimeFormat(localeOf(language), parts).format(new Date(iso));
}

/** The whole of it, with weekday and time zone, for a tooltip. */
export function exactTime(iso, { language, timeZone, reader = habitOf(language) }) {
  const parts = {
    dateStyle: 'full', timeStyle: 'long', hour12: hasTwelveHours(reader), timeZone,
  };
  return new Intl.DateTimeFormat(localeOf(language), parts).format(new Date(iso));
}

/**
 * Whose clock and numbers a page has: those of its language. English is read in many places, so
 * there it is the browser's own (undefined).
 */
export function habitOf(language) {
  return language === 'en' ? undefined : language;
}

// Our English is the one that writes 6 Mar 2026.
function localeOf(language) {
  return language === 'en' ? 'en-GB' : language;
}

function hasTwelveHours(reader) {
  return new Intl.DateTimeFormat(reader, { hour: 'numeric' }).resolvedOptions().hour12;
}
