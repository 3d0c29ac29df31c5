// What nobody should send: card numbers, passwords, codes (pure). Only a hint: the server masks
// card numbers in any case, and asks nobody for the others.
import { holdsCard } from './cards.js';

// A word for it, then what it is: with a digit in it, or it is rather "my password is wrong".
const NAMED = new RegExp(
  '(?:pass ?(?:word|code|phrase)|passwd|pwd|passord|passwort|lösenord|adgangskode|salasana|'
  + 'mot de passe|contraseña|wachtwoord|hasło|senha|jelszó|パスワード|'
  + '\\bpin(?: ?code)?|\\botp|(?:one[- ]time|verification|security|login|sms) code)'
  + '["\'”]?\\s*(?:is|was|er|ist|:|=|は)\\s*["\'“]?(?=\\S*\\d)\\S{4,}',
  'iu',
);

/** 'card', 'password', or null when there is nothing to warn about. */
export function secretIn(text) {
  if (holdsCard(text)) return 'card';
  return NAMED.test(text.normalize('NFC')) ? 'password' : null;
}
