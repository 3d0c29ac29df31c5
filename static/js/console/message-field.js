// The message field of a chat, by its id in the page.

export const fieldId = (chat_id) => `field-${chat_id}`;

/** Puts the focus into the field as soon as it is drawn. */
export function focusField(chat_id) {
  requestAnimationFrame(() => document.getElementById(fieldId(chat_id))?.focus());
}

/** The same, but not where it would push a keyboard over the conversation that was just opened. */
export function focusFieldUnlessTouch(chat_id) {
  if (!matchMedia('(hover: none)').matches) focusField(chat_id);
}

/** The id of the chat whose field has the focus, or null. */
export function focusedField() {
  const active = document.activeElement;
  const chat_id = active?.closest('[data-chat]')?.dataset.chat;
  return chat_id && active.id === fieldId(chat_id) ? chat_id : null;
}
