import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isOnItsWay, prefixOf, withPrefix } from '../../../static/js/elements/title-prefix.js';

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

test('a title that may still become one with a language is on its way', () => {
  const names = ['Norsk', '日本語'];
  for (const title of ['', '  ', 'N', 'nors', 'Norsk ', 'Norsk - ', '日']) {
    assert.ok(isOnItsWay(title, names), title);
  }
  for (const title of ['kan ikke', 'Norskk', 'Nor -', 'Norsk - kan']) {
    assert.ok(!isOnItsWay(title, names), title);
  }
});
