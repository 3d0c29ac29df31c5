// Payment card numbers in what people write (pure): the rule of `core/cards.py`, line by line, so
// that the page can warn before one is sent. Both are held to `tests/cards.json`.

const MASK = '•';
const SHOWN = 4;
const SHORTEST = 13;
const LONGEST = 19;

// What cannot be seen; and blanks of all widths, line ends, dots, dashes and underscores.
const INVISIBLE = '\\u00ad\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2064\\u2066-\\u2069'
  + '\\ufe00-\\ufe0f\\ufeff';
const APART = '\\s._\\-\\u00b7\\u2010-\\u2015\\u2024\\u2027\\u2043\\u2212\\u30fb\\uff0d\\uff0e'
  + '\\uff3f\\uff65';
const GAP = `[${APART}${INVISIBLE}]{0,8}`;

const RUN = new RegExp(`\\p{Nd}(?:${GAP}\\p{Nd}){${SHORTEST - 1},}`, 'gu');
const GROUP = new RegExp(`\\p{Nd}(?:[${INVISIBLE}]*\\p{Nd})*`, 'gu');
const DIGIT = /\p{Nd}/u;

// A number after + or 00 is one of a phone, as long as those are.
const PHONE = new RegExp(`(?:\\+${GAP}|(?<!\\p{Nd})00${GAP})$`, 'u');
const LONGEST_PHONE = 15;
// Numbers below this length are common; of these, only what is grouped like a card is one.
const COMMON = 16;
const GROUPED_LIKE_A_CARD = new Set(['4,3,3,3', '4,4,4,2', '4,4,4,3', '4,6,4', '4,6,5']);
// Two numbers of seven digits on two lines are two of our member IDs.
const MEMBER_IDS = '7,7';

// How the cards in use begin, and how long such a number may be.
const LONG = [16, 17, 18, 19];
const ANY = [13, 14, 15, ...LONG];
const PREFIXES = [
  ['4', '4', [13, 16, 19]], // Visa
  ['51', '55', [16]], // Mastercard
  ['2221', '2720', [16]],
  ['34', '34', [15]], // American Express
  ['37', '37', [15]],
  ['300', '305', [14, 16]], // Diners Club
  ['36', '36', [14, 16]],
  ['38', '39', [14, 16]],
  ['60', '60', LONG], // Discover, RuPay
  ['644', '659', LONG],
  ['3528', '3589', LONG], // JCB
  ['62', '62', LONG], // UnionPay
  ['81', '82', LONG],
  ['2200', '2204', LONG], // Mir
  ['9792', '9792', [16]], // Troy
  ['5060', '5067', LONG], // Verve, Elo
  ...['5018', '5019', '5020', '5038'].map((first) => [first, first, ANY]), // Maestro, Dankort
  ...['5612', '5893', '6304', '6390', '67'].map((first) => [first, first, ANY]),
];

/** The text with every card number hidden but for its last four digits. */
export function maskCards(text) {
  const signs = [...text];
  for (const run of runsIn(text)) {
    for (const [first, last] of merged(cardsIn(run))) {
      for (const place of run.places.slice(first, last - SHOWN)) signs[place] = MASK;
    }
  }
  return signs.join('');
}

export function holdsCard(text) {
  return runsIn(text).some((run) => cardsIn(run).length > 0);
}

/**
 * Digits that stand close together: `digits`, `places` (where they stand, in code points) and
 * `bounds`, the indices at which the groups meet.
 */
function runsIn(text) {
  return [...text.matchAll(RUN)].map(({ 0: found, index }) => {
    const before = text.slice(0, index);
    const start = [...before].length;
    const signs = [...found];
    const places = signs.flatMap((sign, at) => (DIGIT.test(sign) ? [at] : []));
    return {
      bounds: boundsOf(found.match(GROUP)),
      digits: places.map((at) => valueOf(signs[at])),
      gaps: places.map((at, number) => signs.slice(places[number - 1] ?? at, at).join('')),
      places: places.map((at) => start + at),
      isPhone: PHONE.test(before),
    };
  });
}

function boundsOf(groups) {
  const bounds = [0];
  for (const group of groups) bounds.push(bounds.at(-1) + [...group].filter(isDigit).length);
  return bounds;
}

function cardsIn(run) {
  const found = [];
  run.bounds.forEach((first, number) => {
    const lengths = lengthsAfter(run.digits.slice(first, first + 4).join(''));
    const edges = lengths.size > 0 ? run.bounds.slice(number, number + 1 + LONGEST) : [];
    edges.forEach((last, count) => {
      const isLong = lengths.has(last - first);
      if (isLong && isCard(run, edges.slice(0, count + 1))) found.push([first, last]);
    });
  });
  return found;
}

function lengthsAfter(beginning) {
  const fitting = PREFIXES.filter(([low, high]) => {
    const first = beginning.slice(0, low.length);
    return low <= first && first <= high;
  });
  return new Set(fitting.flatMap(([, , lengths]) => [...lengths]));
}

function isCard(run, edges) {
  const [first, last] = [edges[0], edges.at(-1)];
  if (first === 0 && run.isPhone && last <= LONGEST_PHONE) return false;
  return isChecksumRight(run.digits.slice(first, last))
    && (last - first >= COMMON || isGroupedLikeACard(run, edges));
}

// The rule of Luhn: the last digit counts once, the one before twice, and so on.
function isChecksumRight(digits) {
  const values = digits.map((digit, at) => {
    const doubled = (digits.length - at) % 2 === 0 ? digit * 2 : digit;
    return doubled > 9 ? doubled - 9 : doubled;
  });
  return values.reduce((sum, value) => sum + value, 0) % 10 === 0;
}

function isGroupedLikeACard(run, edges) {
  const shape = edges.slice(1).map((edge, at) => edge - edges[at]);
  const name = shape.join(',');
  if (shape.length === 1 || Math.max(...shape) <= 2 || GROUPED_LIKE_A_CARD.has(name)) return true;
  const breaks = edges.slice(1, -1).filter((edge) => run.gaps[edge].includes('\n'));
  return breaks.length === 1 && name !== MEMBER_IDS;
}

// Spans that overlap as one, so that what one of them shows is not what another one hides.
function merged(spans) {
  const done = [];
  for (const [first, last] of spans) {
    const ahead = done.at(-1);
    if (ahead && first < ahead[1]) ahead[1] = Math.max(ahead[1], last);
    else done.push([first, last]);
  }
  return done;
}

function isDigit(sign) {
  return DIGIT.test(sign);
}

// Digits of a script stand in a row from its zero on, so the row is counted back to its start.
function valueOf(sign) {
  const code = sign.codePointAt(0);
  let before = 0;
  while (isDigit(String.fromCodePoint(code - before - 1))) before += 1;
  return before % 10;
}
