"""What a person reads whose question is not, or may not be, in English: in their own language."""

from dataclasses import dataclass, fields
from functools import cache

from chat.language.datafiles import names_in, table_in
from chat.language.names import Language, find_language

_FALLBACK = "en"


@dataclass(frozen=True)
class Explanation:
    """The texts of the page that leads from the chat to a ticket.

    `tag` is the person's language, `text_tag` the one that the texts are written in (for `lang`):
    English when we have none in the person's own. The `english_…` texts are to stand below.
    """

    tag: str | None
    text_tag: str
    title: str
    message: str
    confirm_title: str
    confirm: str
    english_title: str
    english_message: str
    english_confirm_title: str
    english_confirm: str
    my_question_is_english: str
    my_question_is_english_in_language: str
    can_chat_in_english: str
    can_chat_in_english_in_language: str
    write_in_english: str
    write_in_english_in_language: str
    send_in_own_language: str
    skip: str
    ticket_heading: str
    ticket_hint: str
    label_title: str
    label_description: str
    label_name: str
    label_email: str
    reply_hint: str
    send: str

    @property
    def is_translated(self) -> bool:
        return self.text_tag != _FALLBACK


def explanation_languages() -> tuple[str, ...]:
    """The tags that have texts of their own."""
    return tuple(names_in("explanations"))


def explain(tag: str | None) -> Explanation:
    """The texts for a language; for None, and for English, those that name no language."""
    language = _foreign_language(tag)
    text_tag = _text_tag(language)
    own, english = _texts(text_tag), _texts(_FALLBACK)
    english_message = _english_message(language, with_endonym=text_tag == _FALLBACK)
    texts = {field.name: own[field.name] for field in fields(Explanation) if field.name in own}
    texts["english_message"] = english_message
    if text_tag == _FALLBACK:
        texts["message"] = english_message
    for key in ("title", "confirm_title", "confirm"):
        texts[f"english_{key}"] = english[key]
    for key in ("my_question_is_english", "can_chat_in_english", "write_in_english"):
        texts[key] = english[key]
        texts[f"{key}_in_language"] = own[key]
    return Explanation(tag=language.tag if language else None, text_tag=text_tag, **texts)


def agent_redirect_message(tag: str | None, brand: str) -> str:
    """What the chat says when an agent leads its visitor to a tech issue."""
    language = _foreign_language(tag)
    texts = _texts(_text_tag(language))
    if language:
        text = texts["agent_redirect"]
        message = text.format(brand=brand, language=_in_both_languages(language))
    else:
        message = texts["agent_redirect_unnamed"].format(brand=brand)
    return message


def _foreign_language(tag: str | None) -> Language | None:
    """The language of the tag, unless it is English: then there is nothing to explain."""
    language = find_language(tag) if tag else None
    return language if language and language.tag != _FALLBACK else None


def _text_tag(language: Language | None) -> str:
    return language.tag if language and language.tag in explanation_languages() else _FALLBACK


def _english_message(language: Language | None, *, with_endonym: bool) -> str:
    texts = _texts(_FALLBACK)
    if language is None:
        message = texts["message_unnamed"]
    else:
        name = _in_both_languages(language) if with_endonym else language.english_name
        message = texts["message"].format(language=name)
    return message


def _in_both_languages(language: Language) -> str:
    return f"{language.endonym} ({language.english_name})"


@cache
def _texts(tag: str) -> dict[str, str]:
    return table_in(f"explanations/{tag}.toml")
