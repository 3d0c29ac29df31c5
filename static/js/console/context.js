// What every part of the console can reach: `{desk, acts, connection, outbox, api, settings, replies, commands}`.
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';

export const ConsoleContext = createContext(null);

export function useConsole() {
  return useContext(ConsoleContext);
}
