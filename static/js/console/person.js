// Who is in a chat, as the server knows it: fetched for the open panel, and anew after a change.
import { signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';

import { useConsole } from './context.js';

// Whoever walks through the chats by keys does not ask for each of them.
const SETTLED_MS = 120;

const changes = signal(0);

/** Something about people has changed: open panels ask again. */
export function peopleChanged() {
  changes.value += 1;
}

/** `{person, hasFailed, again}`; `person` is null until the answer has come. */
export function usePerson(chat_id) {
  const { api } = useConsole();
  const [answer, take] = useState(null);
  const version = changes.value;
  useEffect(() => {
    let isWanted = true;
    const timer = setTimeout(async () => {
      const answered = await api.get(`/chats/${encodeURIComponent(chat_id)}/person`);
      if (isWanted) take({ chat_id, ...answered });
    }, SETTLED_MS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [chat_id, version]);
  const isOurs = answer?.chat_id === chat_id;
  return {
    person: isOurs && answer.ok ? answer.person : null,
    // Of a chat that has gone to somebody else nothing more is told, and nothing is wrong.
    hasFailed: isOurs && !answer.ok && answer.error.code !== 'not_found',
    again: peopleChanged,
  };
}

/** '13:52' on the clocks of a time zone; null for one that this browser does not know. */
export function clockIn(timeZone, now) {
  try {
    const parts = { timeZone, hour: '2-digit', minute: '2-digit', hour12: false };
    return new Intl.DateTimeFormat('en-GB', parts).format(now);
  } catch {
    return null;
  }
}

/** 'Oslo' of Europe/Oslo, 'Buenos Aires' of America/Argentina/Buenos_Aires */
export function cityOf(timeZone) {
  return timeZone.split('/').at(-1).replaceAll('_', ' ');
}
