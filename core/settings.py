"""Every setting of the product: read once, checked at the start, documented in the README."""

import ipaddress
import os
from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from click import ClickException
from flask import current_app

from core import opening_hours
from core import setting_values as parse

PREFIX = "LIVEDESK_"
_OTHER_LANGUAGES = ("nb", "sv", "da", "fi", "de", "fr", "es", "it", "nl", "pl", "pt", "hu", "ja")
LOOPBACK_NAMES = ("localhost", "127.0.0.1", "[::1]")


class SettingError(ClickException):
    """Settings that are wrong; the text, a line for each, stops the start, or a command."""

    start_ends_with = 2


def _setting(default: Any, parse: Callable[[str], Any], sentence: str) -> Any:
    return field(default=default, metadata={"parse": parse, "sentence": sentence})


@dataclass(frozen=True, kw_only=True)
class Settings:
    """All settings, with the defaults of a desk on one machine."""

    data_dir: Path = _setting(
        Path("instance"), Path, "holds the SQLite file, uploads and the generated secret key"
    )
    database_url: str | None = _setting(
        None,
        parse.url("postgresql", "postgres"),
        "`postgresql://…` to scale out; SQLite without it",
    )
    redis_url: str | None = _setting(
        None, parse.url("redis", "rediss", "unix"), "shared message queue for several processes"
    )
    host: str = _setting("127.0.0.1", parse.words, "address to listen on")
    port: int = _setting(5000, parse.whole(1, 65535), "port to listen on")
    async_mode: str = _setting(
        "eventlet", parse.one_of("eventlet", "gevent", "threading"), "what carries the connections"
    )
    public_url: str | None = _setting(
        None,
        parse.origin,
        "the address that people use; needed when HOST is not loopback",
    )
    trusted_proxies: int = _setting(
        0, parse.whole(0, 10), "how many proxies in front set `X-Forwarded-*`"
    )
    languages: tuple[str, ...] = _setting(
        ("en", *_OTHER_LANGUAGES),
        parse.several_of("en", _OTHER_LANGUAGES),
        "languages of the member's side, separated by commas; `en` is always one",
    )
    brand: str = _setting("dōTERRA", parse.words, "the name in all texts")
    ranks: tuple[str, ...] = _setting(
        ("Member", "Elite", "Premier", "Silver", "Gold", "Platinum", "Diamond"),
        parse.ranks,
        "ranks, lowest first, separated by commas",
    )
    minimum_rank: str = _setting("Silver", parse.words, "lowest rank that may use Technical Issues")
    agent_capacity: int = _setting(
        4, parse.whole(1, 100), "chats that an agent may hold at once, unless set for the agent"
    )
    queue_grace_seconds: int = _setting(
        120,
        parse.whole(1, 86400),
        "how long a waiting visitor who has gone offline keeps the place",
    )
    agent_grace_seconds: int = _setting(
        60, parse.whole(1, 86400), "how long an agent who has gone offline keeps the chats"
    )
    away_seconds: int = _setting(
        300,
        parse.whole(0, 86400),
        "an agent who is available and touches nothing for so long is set to away; 0 nobody",
    )
    idle_close_seconds: int = _setting(
        1800, parse.whole(10, 604800), "an active chat with no message for so long is closed"
    )
    reminder_seconds: int = _setting(
        300,
        parse.whole(0, 604800),
        "a visitor who has owed an answer for so long is asked once; 0 asks nobody",
    )
    offer_ticket_seconds: int = _setting(
        180, parse.whole(0, 86400), "who has waited for so long is offered a tech issue instead"
    )
    claim_target_seconds: int = _setting(
        300, parse.whole(10, 86400), "a chat that has waited for so long is marked in the queue"
    )
    answer_target_seconds: int = _setting(
        120, parse.whole(10, 86400), "a message that has no answer for so long is marked"
    )
    support_hours: opening_hours.Week | None = _setting(
        None,
        opening_hours.parse_week,
        "when chat is open: `mon-fri 08:00-12:00,13:00-20:00; sat 10:00-14:00`; always without it",
    )
    holidays: frozenset[date] = _setting(
        frozenset(), opening_hours.parse_holidays, "dates without chat: `2026-12-24,2026-12-25`"
    )
    time_zone: ZoneInfo = _setting(
        ZoneInfo("UTC"), opening_hours.parse_zone, "IANA time zone of hours and holidays"
    )
    queue_limit: int = _setting(
        500,
        parse.whole(1, 100_000),
        "chats that may wait at once; beyond it the form leads to a ticket",
    )
    reopen_days: int = _setting(
        14, parse.whole(0, 3650), "how many days a member may open a closed issue again"
    )
    retention_days: int = _setting(
        0,
        parse.whole(0, 3650),
        "chats and closed issues are erased so many days after their end; 0 keeps them",
    )
    notice: str | None = _setting(
        None, parse.words, "a sentence on top of the member's pages, for example about a fault"
    )
    contact_email: str | None = _setting(
        None, parse.mail_address, "the brand's address for everything that is not about IT"
    )
    contact_phone: str | None = _setting(
        None, parse.words, "the brand's telephone number, shown on the page Contact"
    )
    contact_url: str | None = _setting(
        None, parse.url("http", "https"), "the brand's own page of contacts"
    )
    upload_limit_mb: int = _setting(10, parse.whole(1, 1000), "size of one uploaded file, in MB")
    files_url: str | None = _setting(
        None,
        parse.bucket,
        "`s3://KEY:SECRET@host/bucket?region=…` for several machines (`s3+http://` without TLS); "
        "`DATA_DIR/files/` without it",
    )
    rate_limits: bool = _setting(
        True, parse.switch, "`off` only for load tests on loopback: all brakes are off"
    )
    metrics_token: str | None = _setting(
        None,
        parse.secret,
        "what reads `/metrics` from another machine, as `Authorization: Bearer …`",
    )
    smtp_url: str | None = _setting(
        None,
        parse.url("smtp", "smtps"),
        "mail server; without it mail is written to `DATA_DIR/mail/`",
    )
    mail_from: str | None = _setting(
        None,
        parse.mail_address,
        "sender of all mail; `support@` the public address's host without it",
    )
    imap_url: str | None = _setting(
        None,
        parse.url("imap", "imaps"),
        "mailbox that is read for answers by mail: `imaps://user:password@host/FOLDER`",
    )
    mail_reply_to: str | None = _setting(
        None,
        parse.mail_address,
        "that mailbox's address; a `*` in it stands for a letter's own token",
    )

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Settings":
        """Read every LIVEDESK_ variable. Raises SettingError with all that are wrong or unknown."""
        known = {variable(one): one for one in fields(cls)}
        mine = {name for name in environ if name.startswith(PREFIX)}
        wrong = [f"{name} is not a setting of this program" for name in mine - known.keys()]
        given: dict[str, Any] = {}
        for name in (name for name in known.keys() & mine if environ[name]):
            try:
                given[known[name].name] = parse_one(known[name].name, environ[name])
            except ValueError as error:
                wrong.append(f"{name} {error}")
        _refuse(wrong)
        chosen = cls(**given)
        check_together(chosen)
        return chosen

    @property
    def on_loopback(self) -> bool:
        return is_loopback(self.host)

    @property
    def url(self) -> str:
        """The address that people use."""
        return self.public_url or f"http://{bracketed(self.host)}:{self.port}"

    @property
    def production(self) -> bool:
        name = bracketed(urlsplit(self.url).hostname or "")
        return not (self.on_loopback and is_loopback(name)) or self.url.startswith("https:")

    @property
    def sender(self) -> str:
        """The address that mail comes from."""
        name = urlsplit(self.url).hostname or "localhost"
        return self.mail_from or f"support@{'localhost' if is_loopback(bracketed(name)) else name}"

    @property
    def origins(self) -> list[str]:
        """Every origin that a browser of ours may name (S1)."""
        own = "{0.scheme}://{0.netloc}".format(urlsplit(self.url))
        loopback = [f"http://{name}:{self.port}" for name in LOOPBACK_NAMES]
        return sorted({own, *(loopback if self.on_loopback else [])})

    @property
    def hosts(self) -> list[str]:
        """The names under which this desk may be asked for (S1)."""
        own = urlsplit(self.url).hostname or self.host
        return sorted({bracketed(own), *(LOOPBACK_NAMES if self.on_loopback else [])})

    @property
    def database_file(self) -> Path:
        """Where SQLite's file is, or would be."""
        return (self.data_dir / "livedesk.sqlite3").resolve()

    @property
    def database_uri(self) -> str:
        """For SQLAlchemy; PostgreSQL is always served by psycopg2 (psycopg 3 blocks the loop)."""
        if self.database_url is None:
            return f"sqlite:///{self.database_file}"
        return "postgresql+psycopg2:" + self.database_url.split(":", 1)[1]


def variable(one: "Field[Any]") -> str:
    """The name of the environment variable of a field of Settings."""
    return PREFIX + one.name.upper()


def settings() -> Settings:
    """The settings of the running app. Needs an app context."""
    found: Settings = current_app.config["LIVEDESK"]
    return found


def from_process() -> Settings:
    """The settings of this process's environment."""
    return Settings.from_environment(os.environ)


def is_loopback(host: str) -> bool:
    if host in LOOPBACK_NAMES:
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host and not host.startswith("[") else host


def parse_one(name: str, text: str) -> Any:
    """The value that this text gives a setting. Raises ValueError with what is wrong."""
    return Settings.__dataclass_fields__[name].metadata["parse"](text)


def check_together(chosen: Settings) -> None:
    """Raises SettingError, a line for each contradiction."""
    wrong = []
    if chosen.minimum_rank not in chosen.ranks:
        wrong.append(f"{PREFIX}MINIMUM_RANK '{chosen.minimum_rank}' is not one of {PREFIX}RANKS")
    if not chosen.on_loopback and chosen.public_url is None:
        wrong.append(f"{PREFIX}HOST {chosen.host} needs {PREFIX}PUBLIC_URL")
    if not chosen.rate_limits and chosen.production:
        wrong.append(f"{PREFIX}RATE_LIMITS may be off on plain-http loopback only")
    if chosen.redis_url and chosen.database_url is None:
        wrong.append(f"{PREFIX}REDIS_URL needs {PREFIX}DATABASE_URL")
    _refuse(wrong)


def _refuse(wrong: list[str]) -> None:
    if wrong:
        raise SettingError("\n".join(sorted(wrong)))
