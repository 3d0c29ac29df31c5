"""The forms of the member's side. They ask for what is missing; the use cases judge the rest."""

from collections.abc import Iterable
from typing import Any

from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Optional

from chat.language.names import Language, with_language
from core import text
from core.emails import clean_email
from core.forms import ClientIdField, Storable
from core.languages import lazy_gettext as _
from core.text import clean_body, clean_line
from member_portal.form_guard import GuardedForm
from tickets.form_files import FormWithFiles, NeedsWords


def _name(label: str) -> StringField:
    return StringField(
        label, [DataRequired(_("Enter your name")), Storable(clean_line, limit=text.NAME_LIMIT)]
    )


def _email() -> StringField:
    missing = _("Enter an email address like name@example.com")
    return StringField(_("Email address"), [DataRequired(missing), Storable(clean_email)])


class PreChatForm(GuardedForm):
    """What is asked before a chat. Labels are those of the member guide, to the letter."""

    name = _name(_("What is your name?"))
    member_id = StringField(
        _("Member ID"), [Optional(), Storable(clean_line, limit=text.MEMBER_ID_LIMIT)]
    )
    email = _email()
    question = TextAreaField(
        _("How can we help?"),
        [DataRequired(_("Enter your question")), Storable(clean_body, limit=text.BODY_LIMIT)],
    )
    confirm_english = HiddenField()
    continued_from = HiddenField()
    time_zone = HiddenField()
    came_from = HiddenField()
    client_id = ClientIdField()

    def fill_from(self, known: Any) -> None:
        """What a member's account or an earlier chat knows is not asked again."""
        self.name.data = known.name
        self.member_id.data = known.member_id or ""
        self.email.data = known.email

    @property
    def says_it_is_english(self) -> bool:
        return self.confirm_english.data in {"1", "true", "on", "y"}


class IssueForm(FormWithFiles):
    """Submit a new tech issue."""

    title = StringField(
        _("Title"),
        [
            DataRequired(_("Write a title for the issue")),
            Storable(clean_line, limit=text.TITLE_LIMIT),
        ],
    )
    description = TextAreaField(
        _("Detailed description of the issue"),
        [
            DataRequired(_("Describe what happened")),
            Storable(clean_body, limit=text.DESCRIPTION_LIMIT),
        ],
    )
    client_id = ClientIdField()


class NewIssueForm(IssueForm):
    """`follows` is the reference of an own closed issue that this one takes up again.

    `language` is written before a title that names none. A script does that while one types.
    """

    follows = HiddenField()
    language = SelectField(_("Language of the title"), [Optional()], validate_choice=False)

    def offer(self, languages: Iterable[Language], own: str | None) -> None:
        """The languages to choose from, and the one that is most likely."""
        tags = [(language.tag, language.endonym) for language in languages]
        self.language.choices = [("", _("As I have written it")), *tags]
        if not self.is_submitted():
            self.language.data = own or ""

    @property
    def named_title(self) -> str:
        return with_language(self.title.data, self.language.data or None)


class RedirectedIssueForm(IssueForm):
    """The ticket of somebody whose question could not be taken in chat."""

    name = _name(_("Name"))
    email = _email()

    def fill_from(self, **known: Any) -> None:
        """What is known already; nothing that the person has typed since is overwritten."""
        if not self.is_submitted():
            for name, value in known.items():
                self[name].data = value


class ReplyForm(FormWithFiles):
    """An answer to the team, on the page of one issue."""

    body = TextAreaField(
        _("Your answer"),
        [NeedsWords(_("Write your answer")), Storable(clean_body, limit=text.BODY_LIMIT)],
    )
    client_id = ClientIdField()


class ReopeningForm(FormWithFiles):
    """What is wrong with a closed issue after all; it may be opened again without a word."""

    body = TextAreaField(
        _("What is still wrong?"), [Optional(), Storable(clean_body, limit=text.BODY_LIMIT)]
    )
    client_id = ClientIdField()
