// The words of this page in its own language. The texts in the code are English; what they are in
// another language stands in #page-words, where the server has put it.

const page = globalThis.document;
const translations = JSON.parse(page?.getElementById('page-words')?.textContent ?? '{}');
const CONTEXT_END = '\u0004';

/** The BCP 47 tag of the page's language. */
export const language = page?.documentElement.lang || 'en';
const plurals = new Intl.PluralRules(language);

/** The text with `%(name)s` filled in by `values.name`. */
export function gettext(text, values = {}) {
  return filled(translations[text] ?? text, values);
}

/** One of two texts by a number, in as many forms as the language has. */
export function ngettext(one, many, count, values = {}) {
  const forms = translations[one] ?? { one, other: many };
  return filled(forms[plurals.select(count)] ?? forms.other, values);
}

/** Like `gettext`, for a text that means several things; `context` says which. */
export function pgettext(context, text, values = {}) {
  return filled(translations[`${context}${CONTEXT_END}${text}`] ?? text, values);
}

function filled(text, values) {
  return text.replace(/%\((\w+)\)s/g, (all, name) => values[name] ?? all);
}
