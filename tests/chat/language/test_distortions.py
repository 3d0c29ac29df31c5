"""The labelled questions as hurried people would have typed them."""

import random
from collections import Counter

import pytest

SEED = 20260306
NAMES = (
    "åse bjørnstad", "jürgen müller", "maría josé fernández", "giuseppe esposito",
    "katarzyna wiśniewska", "szabó istván", "nguyễn thị hoa", "françois lefèvre",
    "mehmet yılmaz", "hanna virtanen", "jan de vries", "budi santoso",
)  # fmt: skip
ADDRESSES = (
    "kongens gate 7, 7013 trondheim", "hauptstraße 12, 80331 münchen",
    "calle de alcalá 45, 28014 madrid", "rue de la paix 8, 75002 paris",
    "via roma 21, 00184 roma", "ulica długa 5, 00-238 warszawa", "storgatan 3, 411 24 göteborg",
    "rua augusta 100, 1100-053 lisboa", "mannerheimintie 15, 00260 helsinki",
)  # fmt: skip
GREETINGS = ("Hei!", "Hola,", "Bonjour,", "Guten Tag,", "Ciao,", "Olá,", "Cześć,", "Hej,")
VOWELS = "aeiouAEIOU"


def mistype(word, rng):
    place = rng.randrange(len(word) - 1)
    letter = rng.choice("abcdefghijklmnopqrstuvwxyz")
    return rng.choice(
        (
            word[:place] + word[place + 1 :],
            word[:place] + word[place + 1] + word[place] + word[place + 2 :],
            word[:place] + letter + word[place + 1 :],
            word[:place] + letter + word[place:],
        )
    )


def with_typos(share):
    def distort(text, rng):
        words = text.split()
        return " ".join(
            mistype(word, rng) if len(word) >= 4 and rng.random() < share else word
            for word in words
        )

    return distort


def without_vowels(text, rng):
    words = text.split()
    return " ".join(
        word[0] + "".join(char for char in word[1:] if char not in VOWELS)
        if len(word) >= 4 and rng.random() < 0.4
        else word
        for word in words
    )


def with_a_stray_character(text, rng):
    place = rng.randrange(len(text) + 1)
    char = chr(rng.randrange(0x20, 0x3000))
    return text[:place] + char + text[place:]


ENGLISH = {
    # name: (distortion, times, highest percentage asked about)
    "as written": (lambda text, rng: text, 1, 3.4),
    "lower case": (lambda text, rng: text.lower(), 1, 4.7),
    "upper case": (lambda text, rng: text.upper(), 1, 4.7),
    "title case": (lambda text, rng: text.title(), 1, 9),
    "typos in 20 %": (with_typos(0.2), 3, 7),
    "typos in 40 %": (with_typos(0.4), 3, 12),
    "typos in 70 %": (with_typos(0.7), 3, 18),
    "vowels dropped": (without_vowels, 3, 12),
    "first 3 words": (lambda text, rng: " ".join(text.split()[:3]), 1, 8),
    "last 3 words": (lambda text, rng: " ".join(text.split()[-3:]), 1, 7),
    "name before": (lambda text, rng: f"{rng.choice(NAMES)} {text.lower()}", 3, 28),
    "name after": (lambda text, rng: f"{text.lower()} {rng.choice(NAMES)}", 3, 26),
    "name and address": (
        lambda text, rng: f"{text.lower()} {rng.choice(NAMES)}, {rng.choice(ADDRESSES)}", 3, 38,
    ),
    "foreign greeting": (lambda text, rng: f"{rng.choice(GREETINGS)} {text}", 3, 15),
    "stray character": (with_a_stray_character, 10, 17),
}  # fmt: skip

FOREIGN = {
    # name: (distortion, times, highest percentage asked about, highest percentage allowed)
    "as written": (lambda text, rng: text, 1, 4, 0),
    "lower case": (lambda text, rng: text.lower(), 1, 4, 0),
    "upper case": (lambda text, rng: text.upper(), 1, 4, 0),
    "title case": (lambda text, rng: text.title(), 1, 9, 0),
    "typos in 20 %": (with_typos(0.2), 3, 6, 0),
    "typos in 40 %": (with_typos(0.4), 3, 9, 0.2),
    "typos in 70 %": (with_typos(0.7), 3, 16, 0.5),
    "first 5 words": (lambda text, rng: " ".join(text.split()[:5]), 1, 7, 0),
    "first 3 words": (lambda text, rng: " ".join(text.split()[:3]), 1, 24, 0.5),
    "english greeting": (lambda text, rng: f"Hello, {text}", 1, 10, 0),
    "english around it": (lambda text, rng: f"Hi team, {text} Thanks", 1, 29, 0),
    "technical words": (lambda text, rng: f"{text} login checkout error 500", 1, 9, 0),
}


def outcomes(gate, texts, distort, times):
    rng = random.Random(SEED)
    distorted = [distort(text, rng) for text in texts for _ in range(times)]
    return Counter(gate.decide(text).outcome for text in distorted)


def percentage(counted, outcome):
    return 100 * counted[outcome] / counted.total()


@pytest.mark.parametrize("name", ENGLISH)
def test_distorted_english_is_never_redirected(name, gate, english):
    distort, times, most_asked = ENGLISH[name]
    counted = outcomes(gate, english, distort, times)
    assert counted["redirect"] == 0
    assert percentage(counted, "ask") <= most_asked, counted


@pytest.mark.parametrize("name", FOREIGN)
def test_distorted_foreign_questions_stay_out_of_the_queue(name, gate, foreign_in_latin_letters):
    distort, times, most_asked, most_allowed = FOREIGN[name]
    counted = outcomes(gate, foreign_in_latin_letters, distort, times)
    assert percentage(counted, "ask") <= most_asked, counted
    assert percentage(counted, "allow") <= most_allowed, counted
