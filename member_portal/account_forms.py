"""Forms of signing in, of passwords and of the own profile."""

from wtforms import BooleanField, HiddenField, PasswordField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired

from core.forms import Form, Storable
from core.languages import lazy_gettext as _
from core.languages import offered
from core.text import EMAIL_LIMIT, clean_line


class SignInForm(Form):
    """`next` is where the person wanted to go; only an own path is followed."""

    username = StringField(
        _("Username or email"), [DataRequired(_("Enter your username or email"))]
    )
    password = PasswordField(_("Password"), [DataRequired(_("Enter your password"))])
    stay = BooleanField(_("Keep me logged in on this device"))
    next = HiddenField()


class ForgottenForm(Form):
    """Who wants a new password; whether there is such a person is not told."""

    username = StringField(
        _("Username or email"),
        [
            DataRequired(_("Enter your username or email")),
            Storable(clean_line, limit=EMAIL_LIMIT),
        ],
    )


class NewPasswordForm(Form):
    password = PasswordField(_("New password"), [DataRequired(_("Enter a new password"))])


class ChangePasswordForm(NewPasswordForm):
    old_password = PasswordField(
        _("Present password"), [DataRequired(_("Enter your present password"))]
    )


class LanguageForm(Form):
    """`next` is the page to come back to."""

    language = SelectField(
        _("Language"),
        choices=lambda: [SelectChoice(one.code, one.endonym) for one in offered()],
    )
    next = HiddenField()


class WishesForm(LanguageForm):
    wants_mail = BooleanField(_("Email me about my tech issues"))
