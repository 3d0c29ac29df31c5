"""What people set about their own account."""

from core import audit, clock
from core.errors import Invalid
from core.languages import find, lazy_gettext
from core.statements import Sql
from core.text import NAME_LIMIT, clean_line

_SET_LOCALE = Sql("UPDATE accounts SET locale = :locale, updated_at = :now WHERE id = :account_id")
_SET_MAIL = Sql(
    "UPDATE accounts SET wants_mail = :wants_mail, updated_at = :now"
    " WHERE id = :account_id AND role = 'member'"
)
_SET_NAME = Sql("UPDATE accounts SET name = :name, updated_at = :now WHERE id = :account_id")


def set_name(account_id: str, name: str) -> None:
    """The name under which somebody of the team answers from now on. Raises Invalid, TooLong."""
    cleaned = clean_line(name, limit=NAME_LIMIT, field="name")
    _SET_NAME.run(account_id=account_id, name=cleaned, now=clock.now_millis())
    audit.record("name_changed", actor=account_id, object=f"account:{account_id}", name=cleaned)


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
