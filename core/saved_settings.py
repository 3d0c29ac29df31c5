"""Settings that admins save in the console: they replace those of the environment, at once.

A saved value is the text that its environment variable would have, empty for none. A process looks
for new ones with every request and every second, so that all follow without a restart.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import Flask, current_app
from sqlalchemy import BigInteger, String, Text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Mapped, mapped_column

from core import audit, clock, loop
from core.answers import unexpected
from core.counters import next_number
from core.database import UtcTime, current, db, in_transaction, reading
from core.errors import Conflict, Invalid, Unavailable
from core.setting_texts import as_text
from core.settings import SettingError, Settings, check_together, parse_one
from core.statements import Sql

LOOK_EVERY_SECONDS = 1.0
_EXTENSION = "livedesk_saved_settings"

Check = Callable[[Settings], None]


class SavedSetting(db.Model):  # type: ignore[name-defined]
    """One setting that was saved in the console; `version` grows with every save of any."""

    __tablename__ = "saved_settings"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(BigInteger)
    saved_at: Mapped[datetime] = mapped_column(UtcTime)


_VERSION = Sql("SELECT MAX(version) FROM saved_settings")
_ALL = Sql("SELECT name, text, version FROM saved_settings")
_SAVE = Sql(
    "INSERT INTO saved_settings (name, text, version, saved_at)"
    " VALUES (:name, :text, :version, :now) ON CONFLICT (name) DO UPDATE"
    " SET text = excluded.text, version = excluded.version, saved_at = excluded.saved_at"
)


class ChangedMeanwhile(Conflict):
    message = (
        "Somebody else has saved this meanwhile. What holds now stands at each field;"
        " save again if yours is to hold."
    )


class _Saved:
    """What one app knows: the settings of its environment, and which saved ones it follows."""

    def __init__(self, app: Flask, base: Settings) -> None:
        self._app, self._base = app, base
        self.version = 0
        self.looked_at = 0.0

    def follow(self, rows: list[Any]) -> None:
        self._app.config["LIVEDESK"] = self.merged(rows)
        self.version = max((row.version for row in rows), default=0)

    def merged(self, rows: list[Any]) -> Settings:
        """What this version of the product cannot read is left out."""
        found = self._base
        for row in rows:
            try:
                found = replace(found, **{row.name: _value(row.name, row.text)})
            except (ValueError, KeyError) as error:
                unexpected(f"reading the saved setting {row.name}", error)
        return found


def install(app: Flask, chosen: Settings) -> None:
    """Call it after the database is installed; the database may be empty still, or away."""
    app.extensions[_EXTENSION] = _Saved(app, chosen)
    app.before_request(look)
    if chosen.database_url or chosen.database_file.exists():
        with app.app_context():
            look()


def start(app: Flask) -> None:
    """For live connections, which make no requests."""

    def look_again() -> None:
        with app.app_context():
            look()

    loop.spawn_every(LOOK_EVERY_SECONDS, look_again)


def look() -> None:
    """Follow what was saved elsewhere, unless that was done a moment ago."""
    saved = _saved()
    if in_transaction() or time.monotonic() - saved.looked_at < LOOK_EVERY_SECONDS:
        return
    saved.looked_at = time.monotonic()
    try:
        with reading():
            if (_VERSION.value() or 0) != saved.version:
                saved.follow(_ALL.all())
    except (DBAPIError, Unavailable):
        # There is no such table yet, or no database: what is known goes on to hold.
        return


def version_of(names: tuple[str, ...]) -> int:
    """The state of these settings, for `save`. Needs an open transaction."""
    return max((row.version for row in _ALL.all() if row.name in names), default=0)


def save(texts: Mapping[str, str], *, version: int, by: str, check: Check | None = None) -> None:
    """Save these, in the open transaction; they hold after the commit.

    Raises Invalid at the fields, and ChangedMeanwhile if `version` is not theirs any more.
    `check` may refuse what only a subject understands.
    """
    # The counter is taken first: on PostgreSQL its row lock is what makes savers take turns.
    number = next_number("saved_settings")
    if version_of(tuple(texts)) != version:
        raise ChangedMeanwhile
    before = _saved().merged(_ALL.all())
    after = _merged(before, texts)
    if check is not None:
        check(after)
    now = clock.now_millis()
    for name, text in texts.items():
        _SAVE.run(name=name, text=text, version=number, now=now)
    changed = [name for name in texts if getattr(before, name) != getattr(after, name)]
    if changed:
        audit.record(
            "settings_changed",
            actor=by,
            object="setting:desk",
            before={name: as_text(getattr(before, name)) for name in changed},
            after={name: as_text(getattr(after, name)) for name in changed},
        )
    current().then(_look_now)


def _merged(before: Settings, texts: Mapping[str, str]) -> Settings:
    """Raises Invalid with a sentence for every field that is wrong."""
    values: dict[str, Any] = {}
    wrong: dict[str, list[str]] = {}
    for name, text in texts.items():
        try:
            values[name] = _value(name, text)
        except ValueError as error:
            wrong[name] = [f"It {error}." if str(error).startswith("must") else f"{error}."]
    if wrong:
        raise Invalid(fields=wrong)
    after = replace(before, **values)
    try:
        check_together(after)
    except SettingError as error:
        raise Invalid(error.message) from None
    return after


def _value(name: str, text: str) -> Any:
    """Nothing stands for nothing, where that is possible; else the environment's own reading."""
    default = Settings.__dataclass_fields__[name].default
    if not text.strip() and default in (None, frozenset()):
        return default
    return parse_one(name, text)


def _look_now() -> None:
    _saved().looked_at = 0.0
    look()


def _saved() -> _Saved:
    found: _Saved = current_app.extensions[_EXTENSION]
    return found
