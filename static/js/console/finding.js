// The search field above the lists: which chats its words mean (pure).

/** Does the chat have all the words somewhere: name, member ID, email, question? */
export function chatMatches(chat, search) {
  const { name, member_id, email } = chat.visitor;
  const text = fold([name, member_id ?? '', email, chat.question].join(' '));
  return fold(search).split(/\s+/u).every((word) => text.includes(word));
}

/** "Mäkelä" is found by "makela" too. */
function fold(text) {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
