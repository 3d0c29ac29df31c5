"""The forms of the settings."""

from contextlib import suppress
from typing import Any

from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    PasswordField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional
from wtforms.widgets import HiddenInput

from accounts.agent_settings import SOUNDS
from accounts.rules import STAFF_ROLES
from chat.language.names import languages
from core.forms import Form, Storable
from core.text import NAME_LIMIT, TITLE_LIMIT, clean_line

_SOUND_NAMES = [
    *(SelectChoice(name, name.capitalize()) for name in SOUNDS),
    SelectChoice("off", "No sound"),
]

_ROLES = [SelectChoice(role, role.capitalize()) for role in STAFF_ROLES]
_CAPACITY = "Choose a whole number from 1 to 100, or leave it empty."


class _WholeField(IntegerField):
    """Says what it takes, also to what is no number at all."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        with suppress(ValueError):
            super().process_formdata(valuelist)


class VersionField(_WholeField):
    """Which state a form was drawn with, so that a change by somebody else is noticed."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=HiddenInput(), **options)

    def show(self, version: int) -> None:
        """Whoever was told that somebody else was faster has seen it, and may save again."""
        self.data, self.raw_data = version, None


def _whole(label: str, least: int, most: int) -> IntegerField:
    sentence = f"Choose a whole number from {least} to {most}."
    return _WholeField(label, [InputRequired(sentence), NumberRange(least, most, sentence)])


class NameForm(Form):
    name = StringField(
        "Name", [DataRequired("Enter your name"), Storable(clean_line, limit=NAME_LIMIT)]
    )


class PasswordForm(Form):
    old_password = PasswordField("Present password", [DataRequired("Enter your present password")])
    password = PasswordField("New password", [DataRequired("Enter a new password")])


class CodeForm(Form):
    """Six digits of the app, or a recovery code."""

    code = StringField("Code", [DataRequired("Enter the code")])


class SetUpForm(Form):
    """Whoever turns the second factor on shows the password first (S26)."""

    password = PasswordField("Your password", [DataRequired("Enter your password")])


class RemovalForm(CodeForm, SetUpForm):
    pass


class ColleagueForm(Form):
    role = SelectField("Role", choices=_ROLES)
    capacity = _WholeField("Chats at once", [Optional(), NumberRange(1, 100, _CAPACITY)])
    version = VersionField()


class InviteForm(Form):
    name = StringField(
        "Name", [DataRequired("Enter the name"), Storable(clean_line, limit=NAME_LIMIT)]
    )
    email = StringField("Email address", [DataRequired("Enter the email address")])
    role = SelectField("Role", choices=_ROLES)
    capacity = _WholeField("Chats at once", [Optional(), NumberRange(1, 100, _CAPACITY)])


class ReplyTextForm(Form):
    """A saved reply; `seen` is the state that was read before it was changed."""

    shortcut = StringField("Shortcut", [DataRequired("Enter a shortcut")])
    title = StringField(
        "Title", [DataRequired("Enter a title"), Storable(clean_line, limit=TITLE_LIMIT)]
    )
    text = TextAreaField("Text", [DataRequired("Write the text")])
    language = SelectField(
        "Language",
        choices=lambda: [
            SelectChoice("", "Any"),
            *(SelectChoice(one.tag, one.english_name) for one in languages()),
        ],
    )
    is_shared = BooleanField("For the whole team")
    seen = HiddenField()


class SoundsForm(Form):
    waiting = SelectField("While anybody waits", choices=_SOUND_NAMES)
    repeat_seconds = _whole("Seconds between two of them", 5, 300)
    message = SelectField("A message in one of my chats", choices=_SOUND_NAMES)
    volume = _whole("Volume", 0, 100)
    desktop_notifications = BooleanField("Desktop notifications")
