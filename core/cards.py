"""Payment card numbers in what people write: masked to their last four digits (S76).

Pure, and the same rule as `static/js/live/cards.js`, which warns before one is sent; both are held
to `tests/cards.json`. A number is made of whole groups of digits, however these are set apart, so
that a part of a longer number is never taken for a card.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate, pairwise
from unicodedata import decimal

MASK = "•"
SHOWN = 4
SHORTEST, LONGEST = 13, 19

# What cannot be seen; and blanks of all widths, line ends, dots, dashes and underscores.
_INVISIBLE = r"\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"
_APART = r"\s._\-\u00b7\u2010-\u2015\u2024\u2027\u2043\u2212\u30fb\uff0d\uff0e\uff3f\uff65"
_GAP = rf"[{_APART}{_INVISIBLE}]{{0,8}}"

# Most texts end here: there are not even thirteen digits in a row.
_RUN = re.compile(rf"\d(?:{_GAP}\d){{{SHORTEST - 1},}}")
_GROUP = re.compile(rf"\d(?:[{_INVISIBLE}]*\d)*")

# A number after + or 00 is one of a phone, as long as those are.
_PHONE = re.compile(rf"(?:\+{_GAP}|(?<!\d)00{_GAP})\Z")
_LONGEST_PHONE = 15
# Numbers below this length are common; of these, only what is grouped like a card is one.
_COMMON = 16
_GROUPED_LIKE_A_CARD = {(4, 3, 3, 3), (4, 4, 4, 2), (4, 4, 4, 3), (4, 6, 4), (4, 6, 5)}
# Two numbers of seven digits on two lines are two of our member IDs.
_MEMBER_IDS = (7, 7)

# How the cards in use begin, and how long such a number may be.
_LONG = range(16, 20)
_ANY = range(SHORTEST, LONGEST + 1)
_PREFIXES = (
    ("4", "4", (13, 16, 19)),  # Visa
    ("51", "55", (16,)),  # Mastercard
    ("2221", "2720", (16,)),
    ("34", "34", (15,)),  # American Express
    ("37", "37", (15,)),
    ("300", "305", (14, 16)),  # Diners Club
    ("36", "36", (14, 16)),
    ("38", "39", (14, 16)),
    ("60", "60", _LONG),  # Discover, RuPay
    ("644", "659", _LONG),
    ("3528", "3589", _LONG),  # JCB
    ("62", "62", _LONG),  # UnionPay
    ("81", "82", _LONG),
    ("2200", "2204", _LONG),  # Mir
    ("9792", "9792", (16,)),  # Troy
    ("5060", "5067", _LONG),  # Verve, Elo
    *((first, first, _ANY) for first in ("5018", "5019", "5020", "5038")),  # Maestro, Dankort
    *((first, first, _ANY) for first in ("5612", "5893", "6304", "6390", "67")),
)


def mask_cards(text: str) -> str:
    """The text with every card number hidden but for its last four digits; as long as before."""
    hidden = {at for run in _RUN.finditer(text) for at in _hidden_in(_Run(text, *run.span()))}
    if not hidden:
        return text
    return "".join(MASK if at in hidden else sign for at, sign in enumerate(text))


def holds_card(text: str) -> bool:
    return mask_cards(text) != text


@dataclass(frozen=True)
class _Run:
    """Digits that stand close together; `bounds` are the indices at which its groups meet."""

    text: str
    start: int
    end: int

    @cached_property
    def places(self) -> list[int]:
        return [at for at in range(self.start, self.end) if self.text[at].isdecimal()]

    @cached_property
    def digits(self) -> str:
        return "".join(str(decimal(self.text[at])) for at in self.places)

    @cached_property
    def bounds(self) -> list[int]:
        found = (group.group() for group in _GROUP.finditer(self.text, self.start, self.end))
        return list(accumulate((sum(map(str.isdecimal, one)) for one in found), initial=0))

    @cached_property
    def is_phone(self) -> bool:
        return bool(_PHONE.search(self.text, 0, self.start))

    @cached_property
    def sums(self) -> tuple[list[int], list[int]]:
        """Luhn's sums up to each digit, every second one doubled: the even ones, the odd ones."""
        values = list(map(int, self.digits))
        doubled = [sum(divmod(2 * value, 10)) for value in values]
        evens = [doubled[at] if at % 2 == 0 else values[at] for at in range(len(values))]
        odds = [doubled[at] if at % 2 else values[at] for at in range(len(values))]
        return list(accumulate(evens, initial=0)), list(accumulate(odds, initial=0))


def _hidden_in(run: _Run) -> Iterator[int]:
    """Where the digits stand that nobody is to see."""
    for first, last in _merged(_cards(run)):
        yield from run.places[first : last - SHOWN]


def _cards(run: _Run) -> Iterator[tuple[int, int]]:
    """The digits from … to before … that make a card number."""
    for number, first in enumerate(run.bounds):
        lengths = _lengths_after(run.digits[first : first + 4])
        edges = run.bounds[number : number + 1 + LONGEST] if lengths else []
        for count, last in enumerate(edges):
            if last - first in lengths and _is_card(run, edges[: count + 1]):
                yield first, last


@lru_cache(maxsize=10_000)
def _lengths_after(beginning: str) -> frozenset[int]:
    """How long a card number that begins with these four digits may be."""
    found = (lengths for low, high, lengths in _PREFIXES if low <= beginning[: len(low)] <= high)
    return frozenset(length for lengths in found for length in lengths)


def _is_card(run: _Run, edges: list[int]) -> bool:
    """Whether the groups that meet at these edges make a card number."""
    first, last = edges[0], edges[-1]
    if first == 0 and run.is_phone and last <= _LONGEST_PHONE:
        return False
    return _checksum_is_right(run, first, last) and (
        last - first >= _COMMON or _is_grouped_like_a_card(run, edges)
    )


def _checksum_is_right(run: _Run, first: int, last: int) -> bool:
    """The rule of Luhn: the last digit counts once, the one before twice, and so on."""
    sums = run.sums[last % 2]
    return (sums[last] - sums[first]) % 10 == 0


def _is_grouped_like_a_card(run: _Run, edges: list[int]) -> bool:
    shape = tuple(after - before for before, after in pairwise(edges))
    if len(shape) == 1 or max(shape) <= 2 or shape in _GROUPED_LIKE_A_CARD:
        return True
    breaks = ["\n" in run.text[run.places[at - 1] : run.places[at]] for at in edges[1:-1]]
    return sum(breaks) == 1 and shape != _MEMBER_IDS


def _merged(spans: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans that overlap as one, so that what one of them shows is not what another one hides."""
    ahead: tuple[int, int] | None = None
    for first, last in spans:
        if ahead is not None and first >= ahead[1]:
            yield ahead
            ahead = None
        ahead = (ahead[0] if ahead else first, max(ahead[1] if ahead else last, last))
    if ahead is not None:
        yield ahead
