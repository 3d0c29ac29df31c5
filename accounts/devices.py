"""Browsers in which people have signed in before: guessing elsewhere keeps nobody out (S18).

A signed cookie names the browser and, unreadably, the people who have signed in with it. It opens
nothing; it only means a count of tries of its own (`accounts.attempts`).
"""

from typing import NamedTuple

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer

from accounts import rules
from core.text import fingerprint, new_id

PEOPLE_MOST = 5


class _Device(NamedTuple):
    id: str
    people: list[str]


def known(cookie: str | None, account_id: str) -> str | None:
    """The browser's id, if this person has signed in with it lately."""
    device = _read(cookie)
    return device.id if device and _mark(device.id, account_id) in device.people else None


def with_person(cookie: str | None, account_id: str) -> str:
    """The cookie to keep once this person has signed in."""
    device = _read(cookie) or _Device(new_id(), [])
    mark = _mark(device.id, account_id)
    others = [other for other in device.people if other != mark]
    return _signer().dumps([device.id, [mark, *others][:PEOPLE_MOST]])


def _read(cookie: str | None) -> _Device | None:
    max_age = int(rules.DEVICE_KNOWN_FOR.total_seconds())
    try:
        return _Device(*_signer().loads(cookie or "", max_age=max_age))
    except BadData:
        return None


def _mark(device_id: str, account_id: str) -> str:
    return fingerprint(f"{device_id} {account_id}")[:32]


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="livedesk device")
