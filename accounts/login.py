"""Who is signed in with this request or connection: Flask-Login over the sessions table."""

from typing import Any
from urllib.parse import quote

from flask import Flask, current_app, g, redirect, request, session
from flask_login import LoginManager
from werkzeug.wrappers import Response

from accounts import sessions
from accounts.access import SignInNeeded
from accounts.models import Account
from accounts.sessions import SignedIn
from core.database import transaction
from core.errors import Unavailable

_COOKIE_KEY = "token"


def install(app: Flask) -> None:
    manager = LoginManager(app)
    # The session's token is checked on every request; a fingerprint of the browser adds nothing.
    manager.session_protection = None
    manager.request_loader(lambda _request: current_account())
    manager.unauthorized_handler(_to_sign_in)
    app.register_error_handler(SignInNeeded, lambda _refused: _to_sign_in())
    app.before_request(_notice)


def current_account() -> Account | None:
    """The person who is signed in with this request, read only."""
    signed_in = _of_request()
    return signed_in.account if signed_in else None


def current_language() -> str | None:
    """The tag of the language that the person who is signed in has chosen."""
    account = current_account()
    return account.locale if account else None


def current_session_id() -> str | None:
    """The id of the session in which that person is signed in."""
    signed_in = _of_request()
    return signed_in.session_id if signed_in else None


def remember(token: str) -> None:
    """Keep a session's token in this browser's signed cookie, and nothing of what was there."""
    session.clear()
    session[_COOKIE_KEY] = token


def forget() -> str | None:
    """Empty this browser's cookie; returns the token that was in it."""
    token = session.get(_COOKIE_KEY)
    session.clear()
    return token if isinstance(token, str) else None


def session_for_environ(environ: dict[str, Any]) -> SignedIn | None:
    """Who opens a Socket.IO connection, by the cookie of its handshake. Needs an app context."""
    handshake = current_app.request_class(environ)
    cookie = current_app.session_interface.open_session(current_app, handshake)
    return _found(cookie.get(_COOKIE_KEY) if cookie is not None else None)


def _of_request() -> SignedIn | None:
    if "signed_in" not in g:
        g.signed_in = _found(session.get(_COOKIE_KEY))
    signed_in: SignedIn | None = g.signed_in
    return signed_in


def _found(token: object) -> SignedIn | None:
    return sessions.find(token) if isinstance(token, str) else None


def _notice() -> None:
    """Load the person before any transaction is open, and count the request as a sign of life."""
    if request.path.startswith("/static/"):
        return
    signed_in = _of_request()
    if signed_in is not None and signed_in.needs_touch:
        try:
            with transaction():
                sessions.touch(signed_in.session_id)
        except Unavailable:
            # Pages can still be read while nothing can be stored; the next request tries again.
            pass


def _to_sign_in() -> Response:
    if request.method in ("GET", "HEAD"):
        path = quote(request.full_path.rstrip("?"), safe="/")
        return redirect(f"/login?next={path}", code=303)
    return redirect("/login", code=303)
