"""What people read who are led from the chat to a ticket."""

from string import Formatter

import pytest

from chat.language.datafiles import table_in
from chat.language.explanation import agent_redirect_message, explain, explanation_languages
from chat.language.names import endonym, english_name, languages

PROMISED = ["da", "de", "en", "es", "fi", "fr", "hu", "it", "ja", "nb", "nl", "pl", "pt", "sv"]
TRANSLATED = [tag for tag in PROMISED if tag != "en"]
ONLY_ENGLISH = {"message_unnamed", "agent_redirect_unnamed"}


def placeholders(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_the_promised_languages_have_texts():
    assert list(explanation_languages()) == PROMISED


@pytest.mark.parametrize("tag", TRANSLATED)
def test_every_text_is_there_and_none_is_left_in_english(tag):
    english, own = table_in("explanations/en.toml"), table_in(f"explanations/{tag}.toml")
    assert own.keys() == english.keys() - ONLY_ENGLISH
    for key in ("title", "message", "confirm", "agent_redirect", "send", "ticket_heading"):
        assert own[key] != english[key]
    for key, text in own.items():
        assert text.strip() == text != ""
        assert "!" not in text
        assert placeholders(text) == ({"brand"} if key == "agent_redirect" else set())


@pytest.mark.parametrize("tag", TRANSLATED)
def test_the_gate_agrees_on_the_language_of_a_translation(tag, gate):
    texts = explain(tag)
    verdict = gate.decide(f"{texts.message} {texts.confirm}")
    assert (verdict.outcome, verdict.language) == ("redirect", tag)


def test_a_norwegian_reads_norwegian_first_and_english_below():
    texts = explain("nb-NO")
    assert (texts.tag, texts.text_tag, texts.is_translated) == ("nb", "nb", True)
    assert texts.title == "Chatten er bare på engelsk"
    assert "ser ut til å være på norsk" in texts.message
    assert "looks like Norwegian." in texts.english_message
    assert texts.my_question_is_english == "My question is in English"
    assert texts.my_question_is_english_in_language == "Spørsmålet mitt er på engelsk"


def test_a_language_without_texts_reads_english_and_its_own_name():
    texts = explain("bg")
    assert (texts.tag, texts.text_tag, texts.is_translated) == ("bg", "en", False)
    assert texts.title == texts.english_title
    assert "Български (Bulgarian)" in texts.message


@pytest.mark.parametrize("tag", [None, "en", "en-GB", "xx"])
def test_without_a_foreign_language_none_is_named(tag):
    texts = explain(tag)
    assert (texts.tag, texts.text_tag) == (None, "en")
    assert "looks like" not in texts.message


def test_no_text_of_any_language_has_an_open_placeholder():
    for language in languages():
        texts = vars(explain(language.tag))
        assert not [key for key, text in texts.items() if text and placeholders(text)]


def test_an_agent_leads_to_a_ticket_in_the_visitors_language():
    message = agent_redirect_message("nb", "dōTERRA")
    assert message.startswith("dōTERRA Tech Support kan bare chatte på engelsk.")
    assert "teknisk problem på norsk" in message


@pytest.mark.parametrize("tag", ["bg", "ar", "zh-Hant"])
def test_an_agents_message_in_english_says_the_languages_own_name(tag):
    message = agent_redirect_message(tag, "dōTERRA")
    assert f"{endonym(tag)} ({english_name(tag)})" in message


@pytest.mark.parametrize("tag", [None, "en"])
def test_an_agent_may_lead_to_a_ticket_without_a_language(tag):
    message = agent_redirect_message(tag, "A {brand}")
    assert message.startswith("A {brand} Tech Support")
    assert "None" not in message
