// Texts that the server refused because the chat had gone on without them: back into the field.
import { draftOf, writeDraft } from '../live/drafts.js';
import { late as words } from './words-presence.js';

// What fits no chat any more is the person's again. Pictures stay with the message that failed.
const NOT_HERE = new Set(['forbidden', 'not_active']);

/**
 * Takes a refused entry of the outbox back into the message field, in front of what was typed
 * since. Returns whether it did.
 */
export function takeBack(entry, desk) {
  const conversation = desk.conversation(entry.chat_id);
  if (!conversation || !NOT_HERE.has(entry.error.code) || entry.attachments.length > 0) return false;
  const key = conversation.draftKey(entry.kind);
  writeDraft(key, [entry.body, draftOf(key).peek()].filter(Boolean).join('\n\n'));
  const where = desk.isMine(conversation) ? words.back : words.kept;
  desk.toasts.warn(`${whyRefused(entry.error, conversation)} ${where}`);
  return true;
}

function whyRefused({ code, agent }, conversation) {
  const { name } = conversation;
  if (agent) return words.held(agent.name, name);
  if (code === 'not_active') return words.over(name);
  return conversation.chat.value.state === 'queued' ? words.queued(name) : words.changed(name);
}
