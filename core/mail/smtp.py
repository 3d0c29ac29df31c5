"""A mail server that takes messages over SMTP.

smtplib waits on sockets only, which cooperate with whichever loop is in force.
"""

import ipaddress
import smtplib
from email.message import EmailMessage
from typing import Any

from core.mail.refusals import NeverTaken, NotTaken, ServerAway
from core.mail.servers import Server

ANSWERS_WITHIN_SECONDS = 30
SERVICE_NOT_AVAILABLE = 421


class MailServer:
    """One connection for several messages, opened by the first."""

    def __init__(self, server: Server, *, own_name: str, sender: str) -> None:
        self._server, self._own_name, self._sender = server, own_name, sender
        self._connection: smtplib.SMTP | None = None

    def take(self, message: EmailMessage, _name: str) -> None:
        """Returns when the server has taken it over. Raises NotTaken and its kinds."""
        try:
            if self._connection is None:
                self._connection = self._connected()
            recipient = message["To"].addresses[0].addr_spec
            self._connection.send_message(message, self._sender, [recipient])
        except smtplib.SMTPRecipientsRefused as refused:
            raise _refusal("recipient", next(iter(refused.recipients.values()))[0]) from None
        except smtplib.SMTPDataError as refused:
            raise _refusal("message", refused.smtp_code) from None
        except smtplib.SMTPNotSupportedError as unable:
            raise NeverTaken("the server does not know such addresses") from unable
        except (smtplib.SMTPException, OSError) as error:
            raise ServerAway(_cause(error)) from error

    def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                connection.quit()
            except (smtplib.SMTPException, OSError):
                connection.close()

    def _connected(self) -> smtplib.SMTP:
        connection = self._dialled()
        try:
            self._secure(connection)
            if self._server.username:
                connection.login(self._server.username, self._server.password)
        except smtplib.SMTPNotSupportedError as unable:
            connection.close()
            raise ServerAway("the server knows no way to sign in") from unable
        except BaseException:
            connection.close()
            raise
        return connection

    def _dialled(self) -> smtplib.SMTP:
        server = self._server
        options: dict[str, Any] = {
            "local_hostname": _greeting_name(self._own_name),  # Left out, it is looked up slowly.
            "timeout": ANSWERS_WITHIN_SECONDS,
        }
        if server.encrypted:
            return smtplib.SMTP_SSL(server.host, server.port, context=server.tls(), **options)
        return smtplib.SMTP(server.host, server.port, **options)

    def _secure(self, connection: smtplib.SMTP) -> None:
        connection.ehlo_or_helo_if_needed()
        if self._server.encrypted:
            return
        if connection.has_extn("starttls"):
            connection.starttls(context=self._server.tls())
        elif self._server.verified:
            raise ServerAway("the server offers no TLS, which mail off this machine needs")


def _greeting_name(host: str) -> str:
    try:
        return f"[{ipaddress.ip_address(host)}]"
    except ValueError:
        return host


def _refusal(what: str, code: int) -> NotTaken:
    if code == SERVICE_NOT_AVAILABLE:
        return ServerAway(f"the server is closing ({code})")
    kind = NeverTaken if code >= 500 else NotTaken
    return kind(f"the server refused the {what} ({code})")


def _cause(error: Exception) -> str:
    """What went wrong, in words and codes of ours: servers quote addresses in theirs (S68)."""
    code = getattr(error, "smtp_code", None) or getattr(error, "strerror", None)
    return f"{type(error).__name__} ({code})" if code else type(error).__name__
