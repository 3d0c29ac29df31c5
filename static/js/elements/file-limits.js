// What a file has to be, told before it is sent. The server judges again, by the content.

/** The sentence that refuses this file, or null. `limits`: its largest size and the known types. */
export function refusalOf(file, limits, words, language) {
  // A file whose type the browser does not know may still be a picture.
  if (file.type !== '' && !limits.types.includes(file.type)) return words.not_a_picture;
  if (file.size > limits.largest) {
    return filled(words.too_large, { size: shownSize(file.size, language) });
  }
  return null;
}

/** Rounded up like the server's: 412 kB, 14.3 MB, in the words of the language. */
export function shownSize(bytes, language) {
  const isSmall = bytes < 1024 ** 2;
  const number = isSmall ? Math.ceil(bytes / 1024) : Math.ceil((bytes * 10) / 1024 ** 2) / 10;
  const unit = isSmall ? 'kilobyte' : 'megabyte';
  const format = { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 1 };
  return new Intl.NumberFormat(language, format).format(number);
}

/** The sentence with its {places} filled in. */
export function filled(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);
}
