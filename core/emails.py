"""Email addresses as people type them."""

from email_validator import EmailNotValidError, validate_email

from core import text
from core.errors import Invalid
from core.languages import lazy_gettext


def clean_email(typed: str, *, field: str = "email") -> str:
    """The address without surrounding blanks, as it was typed. Raises Invalid or TooLong.

    Only its shape is looked at: nobody is asked over the network.
    """
    line = text.clean_identifier(typed, limit=text.EMAIL_LIMIT, field=field)
    try:
        validate_email(line, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        sentence = lazy_gettext(
            "This does not look like an email address. Example: name@example.com"
        )
        raise Invalid(sentence, fields={field: [sentence]}) from None
    return line
