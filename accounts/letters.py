"""Letters about the account itself. They are sent whatever a person has set about mail."""

from typing import Any

from accounts import rules
from core import letters
from core.languages import current_language, force_language
from core.languages import gettext as _
from core.letters import Letter
from core.mail import stationery
from core.mail.stationery import Action, Words
from core.settings import settings

LINK, CHANGED = "password_link", "password_changed"
INVITATION = "invitation"

FORGOTTEN_PATH = "/password/forgotten"
RESET_PATH = "/password/reset/"


def send_password_link(person: Any, token: str, *, locale: str) -> None:
    """`person` has `name` (to sign in with) and `email`."""
    with force_language(locale):
        words = Words(
            heading=_("Choose a new password"),
            paragraphs=(
                _(
                    "Somebody, probably you, asked for a new password for %(name)s.",
                    name=person.name,
                ),
                _(
                    "The link works once, and for %(minutes)s minutes.",
                    minutes=int(rules.PASSWORD_LINK_LASTS.total_seconds() // 60),
                ),
            ),
            action=Action(_("Choose a new password"), settings().url + RESET_PATH + token),
            notes=(
                _("If it was not you, you need not do anything: your password stays as it is."),
                _("We never ask for your password in a chat or an email."),
            ),
        )
        _queue(LINK, person.email, words)


def tell_of_new_password(person: Any) -> None:
    """`person` has `name`, `email` and `locale`."""
    with force_language(person.locale):
        words = Words(
            heading=_("Your password was changed"),
            paragraphs=(
                _(
                    "There is a new password for %(name)s. Every device was logged out.",
                    name=person.name,
                ),
            ),
            action=Action(_("This was not me"), settings().url + FORGOTTEN_PATH),
            notes=(_("If it was you, you need not do anything."),),
        )
        _queue(CHANGED, person.email, words)


def send_invitation(person: Any, token: str, *, by: str, hours: int) -> None:
    """In English, as the console is. `person` has `name` and `email`."""
    with force_language("en"):
        words = Words(
            heading="You are invited to the help desk",
            paragraphs=(
                f"{person.name}, {by} has made an account for you in the help desk of"
                f" {settings().brand}. Choose a password, then log in with this email address.",
                f"The link works once, and for {hours} hours.",
            ),
            action=Action("Choose a password", settings().url + RESET_PATH + token),
            notes=("If you do not know what this is about, you need not do anything.",),
        )
        _queue(INVITATION, person.email, words)


def _queue(kind: str, to: str, words: Words) -> None:
    text, html = stationery.write(words)
    letters.queue(
        Letter(
            to=to,
            kind=kind,
            locale=current_language().code,
            subject=f"{words.heading} · {settings().brand}",
            text=text,
            html=html,
        )
    )
