"""The gate on 555 labelled questions: nobody who writes English is turned away."""

from chat.language.kinship import code_of_tag


def share(some, everything):
    return len(some) / len(everything)


def is_called(tag, lang):
    """The labels know Norwegian by two names, and Chinese by its script."""
    return code_of_tag(tag) == code_of_tag(lang)


def test_no_english_question_is_redirected(gate, english):
    assert len(english) == 232
    assert [text for text in english if gate.decide(text).outcome == "redirect"] == []


def test_hardly_any_english_question_is_asked_about(gate, english):
    asked = [text for text in english if gate.decide(text).outcome == "ask"]
    assert share(asked, english) <= 0.01, asked


def test_no_clearly_foreign_question_enters_the_queue(gate, foreign):
    assert len(foreign) == 282
    assert [row for row in foreign if gate.decide(row["text"]).outcome == "allow"] == []


def test_hardly_any_foreign_question_is_asked_about(gate, foreign):
    asked = [row for row in foreign if gate.decide(row["text"]).outcome == "ask"]
    assert share(asked, foreign) <= 0.02, asked


def test_the_language_of_a_redirected_question_is_named_right(gate, foreign):
    verdicts = [(row, gate.decide(row["text"])) for row in foreign]
    redirected = [
        (row, verdict)
        for row, verdict in verdicts
        if verdict.outcome == "redirect"
        and (row["script"] != "Latn" or len(row["text"].split()) >= 4)
    ]
    wrong = [pair for pair in redirected if not is_called(pair[1].language, pair[0]["lang"])]
    assert share(wrong, redirected) <= 0.01, wrong


def test_simplified_and_traditional_chinese_are_told_apart(gate, foreign):
    chinese = [row for row in foreign if row["lang"] == "zh"]
    assert len(chinese) == 12
    for row in chinese:
        assert gate.decide(row["text"]).language == f"zh-{row['script']}", row["text"]


def test_an_ambiguous_question_is_not_redirected(gate, rows):
    ambiguous = [row for row in rows if row["kind"].startswith("amb")]
    assert len(ambiguous) > 30
    assert [row for row in ambiguous if gate.decide(row["text"]).outcome == "redirect"] == []


def test_a_norwegian_question_is_redirected_and_named_for_the_title(gate):
    verdict = gate.decide("Jeg får ikke behandlet bestillingen min, kan dere hjelpe meg?")
    assert (verdict.outcome, verdict.language, verdict.sure) == ("redirect", "nb", True)


def test_one_english_word_goes_straight_in(gate):
    assert gate.decide("refund?").outcome == "allow"
    assert gate.decide("password").outcome == "allow"


def test_what_has_no_words_is_allowed(gate):
    for text in ("", "4102", "maya@example.com", "https://example.com/cart?id=7", "👍❤️"):
        verdict = gate.decide(text)
        assert (verdict.outcome, verdict.language) == ("allow", None), text


def test_a_name_alone_is_asked_about_and_no_language_is_claimed(gate):
    verdict = gate.decide("Lars Erik Johansen")
    assert (verdict.outcome, verdict.language, verdict.sure) == ("ask", None, False)


def test_an_english_question_with_a_foreign_name_and_address_is_allowed(gate):
    text = "My parcel did not arrive. Åse Bjørnstad, Kongens gate 7, Trondheim"
    assert gate.decide(text).outcome == "allow"


def test_an_allowed_question_claims_no_language(gate, english):
    for text in english:
        verdict = gate.decide(text)
        if verdict.outcome == "allow":
            assert (verdict.language, verdict.sure) == (None, False)


def test_a_language_that_the_words_contradict_is_not_claimed(gate):
    """The detector takes this German word alone for Norwegian."""
    assert gate.decide("Hilfe").language != "nb"


def test_a_language_that_is_only_asked_about_by_its_script_is_not_sure(gate):
    verdict = gate.decide("李小龙")
    assert (verdict.outcome, verdict.language, verdict.sure) == ("ask", "zh-Hans", False)


def test_of_a_shared_script_the_language_is_found_by_its_words(gate):
    verdict = gate.decide("Не могу войти в свой аккаунт, помогите пожалуйста")
    assert (verdict.outcome, verdict.language, verdict.sure) == ("redirect", "ru", True)
