// Times of server-rendered pages in the reader's own time zone and habit (pure).

/**
 * '6 Mar 2026', and '6 Mar 2026, 10:30' unless only the date is wanted.
 *
 * @param {string} iso
 * @param {{language: string, isDateOnly: boolean, timeZone?: string, reader?: string}} how
 *   `language` is that of the page, `reader` the locale whose clock (24 or 12 hours) is used
 */
export function localTime(iso, { language, isDateOnly, timeZone, reader }) {
  const clock = new Intl.DateTimeFormat(reader, { hour: 'numeric' }).resolvedOptions();
  const hours = { hour: clock.hour12 ? 'numeric' : '2-digit', minute: '2-digit' };
  const date = { day: 'numeric', month: 'short', year: 'numeric' };
  const format = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    ...date, ...(isDateOnly ? {} : { ...hours, hour12: clock.hour12 }), timeZone,
  });
  return format.format(new Date(iso));
}
