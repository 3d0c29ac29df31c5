"""What people set about their own account."""

from core import clock
from core.errors import Invalid
from core.languages import find, lazy_gettext
from core.statements import Sql

_SET_LOCALE = Sql("UPDATE accounts SET locale = :locale, updated_at = :now WHERE id = :account_id")
_SET_MAIL = Sql(
    "UPDATE accounts SET wants_mail = :wants_mail, updated_at = :now"
    " WHERE id = :account_id AND role = 'member'"
)


def set_wishes(account_id: str, *, language: str, wants_mail: bool) -> None:
    """Whether what happens to the own issues is mailed, and in which language everything comes.

    Letters about the account itself are always sent. Raises Invalid for a language we do not have.
    """
    set_language(account_id, language)
    _SET_MAIL.run(account_id=account_id, wants_mail=wants_mail, now=clock.now_millis())


def set_language(account_id: str, tag: str) -> None:
    """The language of pages and letters from now on. Raises Invalid for one that we do not have."""
    language = find(tag)
    if language is None:
        sentence = lazy_gettext("Choose one of the languages in the list.")
        raise Invalid(sentence, fields={"language": [sentence]})
    _SET_LOCALE.run(account_id=account_id, locale=language.code, now=clock.now_millis())
