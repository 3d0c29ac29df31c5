// The form before this page has done its work, but whoever had a chat open already was led to that:
// what they asked the second time is not said yet, and goes on in the message field.
import { draftOf as formDraft, forgetDraft } from '../elements/form-drafts.js';
import { maskCards } from '../live/cards.js';
import { draftOf, writeDraft } from '../live/drafts.js';
import { tidy } from '../live/text.js';

const FORM = 'chat';

/** @param {object} page the page-state */
export function takeOverForm({ chat, messages, question }) {
  if (chat.state === 'closed') return; // A form that is being filled in now is another question.
  const asked = maskCards(tidy(formDraft(FORM)?.question ?? ''));
  const isSaid = [question, ...messages.map((message) => message.body)].includes(asked);
  if (asked && !isSaid && draftOf(chat.id).value === '') writeDraft(chat.id, asked);
  forgetDraft(FORM);
}
