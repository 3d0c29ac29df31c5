"""The mailbox is looked into every now and then; what answers a letter of ours is taken from it."""

import io
import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import prometheus_client
from flask import Flask

from core import loop
from core.database import reading, transaction
from core.errors import Invalid, NotFound, RateLimited, Refused, Unavailable
from core.languages import lazy_gettext as _
from core.mail.servers import server_of
from core.settings import Settings
from core.sizes import MEGABYTE
from tickets import letters, rules, uploading
from tickets.attachments import Uploads
from tickets.mailbox import answering, imap
from tickets.mailbox.content import Content, MailFile, content_of
from tickets.mailbox.imap import Mailbox, MailboxAway, Unread
from tickets.mailbox.incoming import Heading, heading_of
from tickets.uploading import Upload

log = logging.getLogger("livedesk.mail")

LOOK_EVERY_SECONDS = 30

TAKEN, REFUSED, LATER = "taken", "refused", "later"
AUTOMATIC, UNMATCHED, BROKEN = "automatic", "unmatched", "broken"

# What a file grows to when it is put into a mail, and the words beside it.
_GROWS_BY = 1.4
_WORDS_MB = 1

_seen = prometheus_client.Counter("livedesk_mail_in", "Mail, by what has become of it", ["outcome"])

Result = TypeVar("Result")


class Postbox:
    """The job of one process. Several do no harm: a mail becomes one answer, whoever takes it."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._left: set[tuple[int, int]] = set()
        self._is_away = False
        self._stopping = False

    def start(self) -> None:
        if self._settings.imap_url:
            loop.spawn(self.look)
            loop.spawn_every(LOOK_EVERY_SECONDS, self.look)

    def stop(self) -> None:
        self._stopping = True

    def look(self) -> None:
        """Take what is there. What answers no letter of ours is left as it is, and reported."""
        with self._app.app_context():
            try:
                with imap.opened(server_of(self._settings.imap_url or "")) as mailbox:
                    self._take_all(mailbox)
                self._is_away = False
            except MailboxAway as away:
                if not self._is_away:
                    log.error("the mailbox cannot be read: %s", away)
                self._is_away = True

    @property
    def _settings(self) -> Settings:
        settings: Settings = self._app.config["LIVEDESK"]
        return settings

    def _take_all(self, mailbox: Mailbox) -> None:
        found: Counter[str] = Counter()
        for mail in mailbox.unread(self._left):
            if self._stopping:
                break
            outcome = _Taking(mailbox, mail, self._settings).outcome()
            found[outcome] += 1
            _seen.labels(outcome).inc()
            if outcome in (TAKEN, REFUSED):
                mailbox.mark_read(mail)
            elif outcome != LATER:
                self._left.add(mail.id)
        if left := found[UNMATCHED] + found[BROKEN]:
            log.warning("%d mails in the mailbox answer no letter of ours and stay unread", left)


class _Taking:
    """One mail on its way to its ticket."""

    def __init__(self, mailbox: Mailbox, mail: Unread, settings: Settings) -> None:
        self._mailbox, self._mail, self._settings = mailbox, mail, settings

    def outcome(self) -> str:
        own = (self._settings.sender, self._settings.mail_reply_to or "")
        heading = _read(heading_of, self._mail.headers, own_addresses=own)
        if heading is None:
            return BROKEN
        if heading.is_automatic:
            return AUTOMATIC
        with reading():
            ticket_id = answering.ticket_of(heading)
            was_taken = ticket_id is not None and answering.was_taken(ticket_id, heading)
        if ticket_id is None:
            return UNMATCHED
        return TAKEN if was_taken else self._add(ticket_id, heading)

    def _add(self, ticket_id: str, heading: Heading) -> str:
        try:
            content = self._content()
            if content is None:
                return BROKEN
            with transaction():
                answering.PER_TICKET.count(ticket_id)
            content, files = _with_pictures_kept(ticket_id, content)
            with transaction():
                answering.take(ticket_id, heading, content, files)
        except (RateLimited, Unavailable):
            return LATER
        except NotFound:
            return UNMATCHED
        except Refused as refused:
            with transaction():
                letters.mail_not_added(ticket_id, refused.message, mail_id=heading.id)
            return REFUSED
        return TAKEN

    def _content(self) -> Content | None:
        """Raises Invalid when it is larger than what may be uploaded in one go."""
        files_mb = self._settings.upload_limit_mb * rules.FILES_IN_ONE_GO
        if self._mail.size > (files_mb * _GROWS_BY + _WORDS_MB) * MEGABYTE:
            raise Invalid(_("The email is too large."))
        return _read(
            content_of,
            self._mailbox.whole(self._mail),
            own_address=self._settings.sender,
            own_name=f"{self._settings.brand} Tech Support",
        )


def _read(how: Callable[..., Result], raw: bytes, **known: object) -> Result | None:
    """What `how` reads in a mail; None when the mail is beyond it. The loop goes on meanwhile."""
    try:
        return loop.in_thread(how, raw, **known)
    except Unavailable:
        raise
    except Exception as error:  # noqa: BLE001 - whatever one mail holds, the others are read
        log.error("a mail in the mailbox cannot be read: %s", type(error).__name__)
        return None


def _with_pictures_kept(ticket_id: str, content: Content) -> tuple[Content, Uploads]:
    """Store the pictures; those that cannot be kept are among the other files then."""
    owner = answering.owner_key(ticket_id)
    ids: list[str] = []
    left_out = list(content.others)
    for picture in content.pictures:
        try:
            if len(ids) == rules.FILES_IN_ONE_GO:
                left_out.append(picture.name)
            else:
                ids.append(_keep(picture, owner))
        except (RateLimited, Unavailable):
            raise
        except Refused:
            left_out.append(picture.name)
    return replace(content, others=tuple(left_out)), Uploads(tuple(ids), frozenset({owner}))


def _keep(picture: MailFile, owner: str) -> str:
    upload = Upload(
        content=io.BytesIO(picture.content), name=picture.name, owner=owner, address="mail"
    )
    attachment_id: str = uploading.store(upload)["id"]
    return attachment_id
