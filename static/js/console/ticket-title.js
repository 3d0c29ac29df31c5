// The title a ticket made from a chat starts with: "English - first words of the question".

const TITLE_LIMIT = 120;
const WORDS_LIMIT = 60;

export function ticketTitle(languageName, question) {
  const subject = shortened(firstSentence(question), WORDS_LIMIT);
  return Array.from(`${languageName} - ${subject}`).slice(0, TITLE_LIMIT).join('');
}

function firstSentence(text) {
  const line = text.trim().split('\n', 1)[0];
  const end = line.search(/[.!?](\s|$)/);
  return end === -1 ? line : line.slice(0, end);
}

/** Cut between words where there is one, by code points so that no character is torn apart. */
function shortened(text, limit) {
  const characters = Array.from(text);
  if (characters.length <= limit) return text;
  const cut = characters.slice(0, limit).join('');
  const space = cut.lastIndexOf(' ');
  return `${(space > 0 ? cut.slice(0, space) : cut).trimEnd()}…`;
}
