"""Cookies that are signed and have no age of their own.

When somebody's session ends is written in the database. Signatures would judge it a second time, by
the wall clock, and take every cookie for a forgery while that clock is set back (R39).
"""

from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import TimestampSigner


class AgelessSigner(TimestampSigner):
    """Notes the time, and never minds it."""

    def unsign(self, *value: Any, max_age: int | None = None, **options: Any) -> Any:
        return super().unsign(*value, **options)


class _Sessions(SecureCookieSessionInterface):
    def get_signing_serializer(self, app: Flask) -> Any:
        found = super().get_signing_serializer(app)
        if found is not None:
            found.signer = AgelessSigner
        return found


def install(app: Flask) -> None:
    app.session_interface = _Sessions()
