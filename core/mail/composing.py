"""A letter as a mail message: headers that programs go by, plain text, and HTML beside it."""

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from email_validator import EmailNotValidError, validate_email

from core.letters import WrittenLetter, header_text
from core.settings import settings


def compose(letter: WrittenLetter, written_at: datetime) -> EmailMessage:
    """The message to send. Raises ValueError for what no message can be made of."""
    message = EmailMessage(policy=SMTP)
    message["From"] = _sender()
    message["To"] = _recipient(letter.to)
    message["Subject"] = letter.subject
    message["Date"] = written_at
    message["Message-ID"] = letter.message_id
    if letter.thread_id:
        # The id of no letter: all letters of the thread answer to it, whichever were received.
        message["In-Reply-To"] = message["References"] = letter.thread_id
    if reply_to := _reply_address(letter.reply_token):
        message["Reply-To"] = Address(addr_spec=reply_to)
    # So that nobody's out-of-office note answers it.
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(letter.text)
    if letter.html:
        message.add_alternative(letter.html, subtype="html")
    message["Content-Language"] = letter.locale
    _refuse_line_ends(message)
    return message


def _recipient(address: str) -> Address:
    """The address in ASCII where it has such a form: only few servers take others."""
    try:
        found = validate_email(address, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return Address(addr_spec=address)
    if found.ascii_email:
        return Address(addr_spec=found.ascii_email)
    return Address(username=found.local_part, domain=found.ascii_domain)


def _sender() -> Address:
    desk = settings()
    return Address(f"{header_text(desk.brand)} Tech Support", addr_spec=desk.sender)


def _reply_address(token: str | None) -> str | None:
    """The mailbox that is read, with the letter's own token where the setting has a `*`."""
    wished = settings().mail_reply_to
    if wished is None or "*" not in wished:
        return wished
    return wished.replace("*", token) if token else None


def _refuse_line_ends(message: EmailMessage) -> None:
    """The last look at every header, whoever wrote it (S42)."""
    for name, value in message.items():
        if "\n" in str(value) or "\r" in str(value):
            raise ValueError(f"a line end in {name}")
