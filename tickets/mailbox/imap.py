"""A mailbox that is read over IMAP. What is read stays as it is until it is marked."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from core.mail.servers import Server

ANSWERS_WITHIN_SECONDS = 30
_HEADERS_IN_ONE_GO = 50
_HEADERS, _SIZE, _WHOLE = b"BODY[HEADER]", b"RFC822.SIZE", b"BODY[]"


class MailboxAway(Exception):
    """The mailbox cannot be read just now. The text holds no more than a kind of error (S68)."""


@dataclass(frozen=True)
class Unread:
    """A mail that nobody has read yet. `id` is its own in this mailbox for as long as it lives."""

    id: tuple[int, int]
    size: int
    headers: bytes


class Mailbox:
    """One look into it; `opened` makes these."""

    def __init__(self, client: IMAPClient, folder: str) -> None:
        self._client = client
        self._generation: int = client.select_folder(folder or "INBOX")[b"UIDVALIDITY"]

    def unread(self, known: set[tuple[int, int]]) -> Iterator[Unread]:
        """In the order of arrival, without those that are known."""
        uids = sorted(self._client.search("UNSEEN"))
        new = [uid for uid in uids if (self._generation, uid) not in known]
        for start in range(0, len(new), _HEADERS_IN_ONE_GO):
            chosen = new[start : start + _HEADERS_IN_ONE_GO]
            found = self._client.fetch(chosen, ["BODY.PEEK[HEADER]", "RFC822.SIZE"])
            for uid in chosen:
                if _HEADERS in found.get(uid, {}):
                    yield Unread((self._generation, uid), found[uid][_SIZE], found[uid][_HEADERS])

    def whole(self, mail: Unread) -> bytes:
        found: bytes = self._client.fetch([mail.id[1]], ["BODY.PEEK[]"])[mail.id[1]][_WHOLE]
        return found

    def mark_read(self, mail: Unread) -> None:
        self._client.add_flags([mail.id[1]], [b"\\Seen"], silent=True)


@contextmanager
def opened(server: Server) -> Iterator[Mailbox]:
    """The mailbox of this server, closed at the end. Raises MailboxAway, in the block too."""
    try:
        client = _connected(server)
        try:
            yield Mailbox(client, server.path)
        finally:
            _leave(client)
    except (IMAPClientError, OSError) as error:
        raise MailboxAway(type(error).__name__) from error


def _connected(server: Server) -> IMAPClient:
    client = IMAPClient(
        server.host,
        server.port,
        ssl=server.encrypted,
        ssl_context=server.tls() if server.encrypted else None,
        timeout=ANSWERS_WITHIN_SECONDS,
    )
    try:
        if not server.encrypted and client.has_capability("STARTTLS"):
            client.starttls(server.tls())
        elif not server.encrypted and server.verified:
            raise MailboxAway("the server offers no TLS, which mail off this machine needs")
        client.login(server.username, server.password)
    except BaseException:
        client.shutdown()
        raise
    return client


def _leave(client: IMAPClient) -> None:
    try:
        client.logout()
    except (IMAPClientError, OSError):
        client.shutdown()
