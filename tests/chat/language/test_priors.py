"""What browser and account say may name a language or spare a question, never turn anybody away."""

import pytest

BROWSERS = (
    [],
    ["en-US", "en"],
    ["nb-NO", "nb", "no", "nn", "en"],
    ["de-DE", "de"],
    ["es-MX", "es"],
    ["pl"],
    ["ja"],
    ["zh-TW", "zh"],
    ["ru-RU"],
    ["tr"],
    ["id"],
)


@pytest.mark.parametrize("browser", BROWSERS, ids=lambda tags: tags[0] if tags else "none")
@pytest.mark.parametrize("account", [None, "en", "nb"])
def test_no_english_question_is_redirected_whatever_the_browser_says(
    browser, account, gate, english
):
    outcomes = [
        gate.decide(text, browser_languages=browser, account_language=account).outcome
        for text in english
    ]
    assert outcomes.count("redirect") == 0
    assert outcomes.count("ask") <= 1


def test_people_whose_browser_speaks_their_language_are_named_right(gate, foreign):
    wrong = [
        row
        for row in foreign
        if row["lang"] in ("nb", "da", "sv", "id", "ms", "cs", "sk")
        and len(row["text"].split()) >= 4
        and (verdict := gate.decide(row["text"], browser_languages=[row["lang"]]))
        and verdict.outcome == "redirect"
        and verdict.language != row["lang"]
    ]
    assert wrong == []


def test_an_english_browser_lets_no_foreign_question_in(gate, foreign):
    allowed = [
        row
        for row in foreign
        if gate.decide(
            row["text"], browser_languages=["en"], account_language="en"
        ).outcome == "allow"
    ]  # fmt: skip
    assert allowed == []


@pytest.mark.parametrize(
    ("browser", "account", "language"),
    [(["nb-NO"], None, "nb"), ([], "nb", "nb"), (["da"], None, "da"), (["da", "nb"], None, "da")],
)
def test_between_norwegian_and_danish_the_persons_own_language_decides(
    browser, account, language, gate
):
    verdict = gate.decide(
        "Får error 500 når jeg trykker på checkout",
        browser_languages=browser,
        account_language=account,
    )
    assert (verdict.outcome, verdict.language) == ("redirect", language)


def test_han_characters_in_a_japanese_browser_are_japanese(gate):
    text = "注文商品未着返金希望至急対応"
    assert gate.decide(text, browser_languages=["ja-JP"]).language == "ja"
    assert gate.decide(text, account_language="ja").language == "ja"
    assert gate.decide(text).language.startswith("zh")
