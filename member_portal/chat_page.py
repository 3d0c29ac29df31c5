"""The page of one chat: waiting room, conversation, rating; its script draws all of it."""

from flask import Response, make_response, render_template, request
from flask_wtf.csrf import generate_csrf

from chat import access, queries
from core import clock
from core.database import reading
from core.settings import settings
from member_portal.opened import remember
from tickets.form_files import limits

_URLS = {"new_chat": "/chat", "issues": "/issues", "home": "/", "submit_issue": "/issues/new"}
_OF_THIS_CHAT = ("continue", "ticket", "transcript")


def chat_page_again(token: str, sentence: str) -> Response:
    """After a form of the page had an old csrf_token: with a new one, and nothing was done."""
    return make_response(chat_page(token), 403)


def chat_page(token: str) -> str:
    with reading():
        visitor = access.visitor_with(token)
        shown = queries.visitor_page(access.chat_of_visitor(visitor))
    remember("chat", visitor.chat_id)
    address = f"/chat/{token}"
    state = {
        **shown,
        "token": token,
        "brand": settings().brand,
        "urls": {**_URLS, **{name: f"{address}/{name}" for name in _OF_THIS_CHAT}},
        "grace_seconds": settings().queue_grace_seconds,
        "pictures": limits(),
        "csrf_token": generate_csrf(),
        "theme": request.cookies.get("livedesk_theme"),
        "now": clock.iso(clock.now()),
    }
    return render_template("member_portal/chat.html", state=state, address=address)
