import assert from 'node:assert/strict';
import { test } from 'node:test';

import { prefixOf, withPrefix } from '../../../static/js/elements/title-prefix.js';

const NAMES = ['English', 'Norsk', 'Svenska'];

test('a chip writes its language before the title', () => {
  assert.equal(withPrefix('kan ikke behandle', 'Norsk', NAMES), 'Norsk - kan ikke behandle');
  assert.equal(withPrefix('', 'Norsk', NAMES), 'Norsk - ');
});

test('another chip takes the place of the one before', () => {
  assert.equal(withPrefix('Norsk - kan ikke', 'Svenska', NAMES), 'Svenska - kan ikke');
  assert.equal(withPrefix('norsk -kan ikke', 'Norsk', NAMES), 'Norsk - kan ikke');
});

test('a title that only begins with the word keeps it', () => {
  assert.equal(prefixOf('Norske tegn vises ikke', NAMES), null);
  assert.equal(withPrefix('Norske tegn', 'Norsk', NAMES), 'Norsk - Norske tegn');
});
