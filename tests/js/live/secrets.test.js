import assert from 'node:assert/strict';
import { test } from 'node:test';

import { secretIn } from '../../../static/js/live/secrets.js';

const PASSWORDS = [
  'My password is Sunny42!',
  'pwd: hunter2',
  'the one-time code is 493021',
  'PIN: 4921',
  'Passordet er borte, men passord: Vinter2026',
  'Mein Passwort ist Sommer1',
  'Mot de passe: abc123',
];
const HARMLESS = [
  'My password is wrong',
  'I forgot my password, it was reset 3 times',
  'The password page shows error 4102',
  'Error code: 4102',
  'My order code is 99812',
  'spin: 4921',
  'Order IT-1001, member 5821904',
];

for (const text of PASSWORDS) {
  test(`a hint for: ${text}`, () => assert.equal(secretIn(text), 'password'));
}
for (const text of HARMLESS) {
  test(`no hint for: ${text}`, () => assert.equal(secretIn(text), null));
}
test('a card number comes first', () => {
  assert.equal(secretIn('password: a1b2c3, card 4111 1111 1111 1111'), 'card');
});
