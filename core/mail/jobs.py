"""The postman: takes the letters that are due, one after another, until none is left."""

import logging
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Protocol

from flask import Flask
from prometheus_client import Counter, Gauge

from core import clock, loop
from core.database import reading
from core.letters import host
from core.mail import outbox
from core.mail.composing import compose
from core.mail.folder import Folder
from core.mail.outbox import Claimed
from core.mail.refusals import NeverTaken, NotTaken, ServerAway
from core.mail.servers import server_of
from core.mail.smtp import MailServer
from core.settings import Settings
from core.writer import writer

log = logging.getLogger("livedesk.mail")

LOOK_EVERY_SECONDS = 2
COUNT_EVERY_SECONDS = 30
TIDY_EVERY_SECONDS = 3600
LAST_LETTER_MAY_TAKE_SECONDS = 4
# A server that is away is left alone for a while, longer each time.
AWAY_PAUSES = (5, 15, 30, 60)

_ended = Counter("livedesk_letters", "What has become of letters", ["outcome"])
_waiting = Gauge("livedesk_letters_waiting", "Letters that are not sent yet")


class Carrier(Protocol):
    """What takes messages away: a mail server, or a folder when none is set."""

    def take(self, message: EmailMessage, name: str) -> None: ...
    def close(self) -> None: ...


class Postman:
    """Sends what the outbox holds. One per process; they share the letters among them."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._at_work = loop.Lock()
        self._stopping = False
        self._away_times = 0
        self._away_until: datetime | None = None

    def start(self) -> None:
        loop.spawn_every(LOOK_EVERY_SECONDS, self.deliver)
        loop.spawn_every(COUNT_EVERY_SECONDS, self.count)
        loop.spawn_every(TIDY_EVERY_SECONDS, self.tidy)

    def stop(self) -> None:
        """Take no further letter, and let the one in hand be handed over: it would go twice."""
        self._stopping = True
        self._at_work.acquire(timeout=LAST_LETTER_MAY_TAKE_SECONDS)

    def deliver(self) -> None:
        """Send all that is due. Returns at once when the server was away a moment ago."""
        if self._stopping or (self._away_until and clock.now() < self._away_until):
            return
        with self._app.app_context(), self._at_work:
            with reading():
                is_due = outbox.is_due()
            if is_due:
                self._deliver_all(_carrier(self._app.config["LIVEDESK"]))

    def count(self) -> None:
        with self._app.app_context(), reading():
            _waiting.set(outbox.waiting())

    def tidy(self) -> None:
        with self._app.app_context():
            writer().run(outbox.forget_old)

    def _deliver_all(self, carrier: Carrier) -> None:
        try:
            while not self._stopping:
                letter = writer().run(outbox.claim)
                if letter is None:
                    break
                self._deliver(letter, carrier)
            self._away_times = 0
        except ServerAway as away:
            self._leave_alone(away)
        finally:
            carrier.close()

    def _deliver(self, letter: Claimed, carrier: Carrier) -> None:
        try:
            _hand_over(letter, carrier)
        except NotTaken as refusal:
            self._keep(letter, refusal)
            if isinstance(refusal, ServerAway):
                raise
        else:
            writer().run(outbox.mark_sent, letter)
            _ended.labels("sent").inc()

    def _keep(self, letter: Claimed, refusal: NotTaken) -> None:
        if isinstance(refusal, NeverTaken) or outbox.is_too_old(letter):
            writer().run(outbox.give_up, letter)
            _ended.labels("given_up").inc()
            log.error(
                "letter %s (%s) given up after %d tries: %s",
                letter.id,
                letter.kind,
                letter.attempts,
                refusal,
            )
        else:
            away = isinstance(refusal, ServerAway)
            pause = self._away_pause if away else outbox.pause_after(letter.attempts)
            writer().run(outbox.put_back, letter, pause)
            _ended.labels("put_back").inc()
            if not away:
                log.warning("letter %s (%s) not sent yet: %s", letter.id, letter.kind, refusal)

    @property
    def _away_pause(self) -> timedelta:
        return timedelta(seconds=AWAY_PAUSES[min(self._away_times, len(AWAY_PAUSES) - 1)])

    def _leave_alone(self, away: ServerAway) -> None:
        pause = self._away_pause
        self._away_until = clock.now() + pause
        self._away_times += 1
        log.error("no mail can be sent for %d seconds: %s", pause.total_seconds(), away)


def _carrier(settings: Settings) -> Carrier:
    if settings.smtp_url is None:
        return Folder(settings.data_dir / "mail")
    return MailServer(server_of(settings.smtp_url), own_name=host(), sender=settings.sender)


def _hand_over(letter: Claimed, carrier: Carrier) -> None:
    if letter.content is None:
        raise NeverTaken("it was sealed with another secret key")
    try:
        message = compose(letter.content, letter.written_at)
    except ValueError as error:
        raise NeverTaken(f"no message can be made of it ({type(error).__name__})") from error
    carrier.take(message, f"{letter.written_at:%Y%m%dT%H%M%S}-{letter.id}")
