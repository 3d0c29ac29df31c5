"""Who asks for a chat: the signed-in member, else whoever holds this browser's visitor cookie."""

import re
from typing import TypeVar

from flask import Request, g
from werkzeug.wrappers import Response

from accounts import login
from accounts.browsers import described
from accounts.models import Account
from chat.asking import Newcomer
from core.settings import settings
from core.text import fingerprint, new_token
from tickets.attachments import staff_key
from tickets.form_files import Sender

COOKIE = "livedesk_visitor"
_UNGUESSABLE = 32  # A UUID has so many digits.
_COOKIE_SECONDS = 180 * 24 * 60 * 60
Answer = TypeVar("Answer", bound=Response)

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)


def signed_in_member() -> Account | None:
    """The member who is signed in. The team chats from the console, here they are guests."""
    account = login.current_account()
    return None if account is None or account.is_staff else account


def visitor_of_request(request: Request, *, client_id: str | None = None) -> Newcomer:
    """A request with neither member nor cookie is a new visitor.

    A program that keeps no cookie is known again by the `client_id` of its question, so that asking
    once more after a lost answer finds the chat; only if it is as long as what nobody can guess.
    """
    member = signed_in_member()
    secret = _guest_token(request, client_id)
    key = f"member:{member.id}" if member else f"guest:{fingerprint(secret)}"
    return Newcomer(
        key=key,
        account=member,
        browser_languages=[language for language, _quality in request.accept_languages],
        address=request.remote_addr or "",
        browser=described(request.user_agent.string),
    )


def sender_of_request(request: Request) -> Sender:
    """Who sends a form of the portal, with the files in it."""
    return Sender(owner=visitor_of_request(request).key, keys=keys_of_request(request))


def keys_of_request(request: Request) -> frozenset[str]:
    """Every key under which this browser may have sent something, or asked for a chat."""
    account, token = login.current_account(), _token_in_cookie(request)
    keys = [f"guest:{fingerprint(token)}"] if token else []
    if account is not None:
        keys.append(staff_key(account.id) if account.is_staff else f"member:{account.id}")
    return frozenset(keys)


def keep_visitor(request: Request, response: Answer) -> Answer:
    """Leave the guest's secret in this browser, so that the next request is the same visitor's."""
    if signed_in_member() is None and _token_in_cookie(request) is None:
        response.set_cookie(
            COOKIE,
            _guest_token(request, None),
            max_age=_COOKIE_SECONDS,
            httponly=True,
            secure=settings().url.startswith("https:"),
            samesite="Lax",
        )
    return response


def _guest_token(request: Request, client_id: str | None) -> str:
    if "guest_token" not in g:
        g.guest_token = _token_in_cookie(request) or _token_of(client_id) or new_token()
    token: str = g.guest_token
    return token


def _token_of(client_id: str | None) -> str | None:
    long_enough = client_id is not None and len(client_id) >= _UNGUESSABLE
    return f"client_id:{client_id}" if long_enough else None


def _token_in_cookie(request: Request) -> str | None:
    token = request.cookies.get(COOKIE, "")
    return token if _TOKEN.fullmatch(token) else None
