"""Who is signed in with this request or connection: Flask-Login over the sessions table."""

from typing import Any
from urllib.parse import quote, urlsplit

from flask import Flask, current_app, g, redirect, request, session
from flask_login import LoginManager
from werkzeug.wrappers import Response

from accounts import browsers, devices, rules, sessions
from accounts.access import SignInNeeded
from accounts.half_way import HalfWay
from accounts.half_way import read as read_half_way
from accounts.models import Account
from accounts.sessions import SignedIn
from core.database import transaction
from core.errors import Unavailable
from core.settings import settings

_COOKIE_KEY = "token"
_HALF_WAY_KEY = "half_way"
_DEVICE_COOKIE = "livedesk_device"


def install(app: Flask) -> None:
    app.config.update(
        PERMANENT_SESSION_LIFETIME=rules.REMEMBERED_LASTS,
        # The end stands in the sessions table; a cookie with every answer would not move it.
        SESSION_REFRESH_EACH_REQUEST=False,
    )
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


def is_remembered() -> bool:
    """Whether that person has wished to stay signed in on this device."""
    signed_in = _of_request()
    return signed_in is not None and signed_in.is_remembered


def remember(token: str, *, is_lasting: bool = False) -> None:
    """Keep a session's token in this browser's signed cookie, and nothing of what was there.

    `is_lasting`: also after the browser was closed.
    """
    session.clear()
    session[_COOKIE_KEY] = token
    if is_lasting:
        session.permanent = True
    g.pop("signed_in", None)


def forget() -> str | None:
    """Empty this browser's cookie; returns the token that was in it."""
    token = session.get(_COOKIE_KEY)
    session.clear()
    g.signed_in = None  # Also for the rest of this request.
    return token if isinstance(token, str) else None


def stop_half_way(found: HalfWay) -> None:
    """The password was right, the code is still to come; nobody is signed in with this browser."""
    session.clear()
    session[_HALF_WAY_KEY] = list(found)
    g.pop("signed_in", None)


def half_way() -> HalfWay | None:
    """Who has come half the way in with this browser, a few minutes ago at most."""
    return read_half_way(session.get(_HALF_WAY_KEY))


def device() -> str | None:
    """What this browser's cookie says about who has signed in with it (`accounts.devices`)."""
    return request.cookies.get(_device_cookie())


def know_device(response: Response, account_id: str) -> None:
    """Note in this browser that the person has signed in with it."""
    response.set_cookie(
        _device_cookie(),
        devices.with_person(device(), account_id),
        max_age=rules.DEVICE_KNOWN_FOR,
        httponly=True,
        samesite="Strict",
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
    )


def browser() -> str | None:
    """What the browser of this request is called."""
    return browsers.described(request.user_agent.string)


def session_for_environ(environ: dict[str, Any]) -> SignedIn | None:
    """Who opens a Socket.IO connection, by the cookie of its handshake. Needs an app context."""
    handshake = current_app.request_class(environ)
    cookie = current_app.session_interface.open_session(current_app, handshake)
    return _found(cookie.get(_COOKIE_KEY) if cookie is not None else None)


def is_handshake_of_team(app: Flask, environ: dict[str, Any]) -> bool:
    """Whether somebody of the team opens this connection."""
    with app.app_context():
        signed_in = session_for_environ(environ)
        return signed_in is not None and signed_in.account.is_staff


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


def _device_cookie() -> str:
    return (
        f"__Host-{_DEVICE_COOKIE}"
        if current_app.config["SESSION_COOKIE_SECURE"]
        else _DEVICE_COOKIE
    )


def _to_sign_in() -> Response:
    """And back again: to this page, or to the one whose form could not be sent."""
    reading = request.method in ("GET", "HEAD")
    path = request.full_path.rstrip("?") if reading else _page_of_form()
    return redirect(f"/login?next={quote(path, safe='/')}" if path else "/login", code=303)


def _page_of_form() -> str | None:
    """The own path of the page from which this was sent; what was typed there is kept (drafts)."""
    parts = urlsplit(request.referrer or "")
    if f"{parts.scheme}://{parts.netloc}" not in settings().origins:
        return None
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
