"""The page of one chat: waiting room, conversation, rating; its script draws all of it."""

from flask import render_template, request

from chat import access, queries
from core import clock
from core.database import reading
from core.settings import settings
from member_portal.opened import remember
from tickets.form_files import limits

_URLS = {"new_chat": "/chat", "issues": "/issues", "home": "/", "submit_issue": "/issues/new"}


def chat_page(token: str) -> str:
    with reading():
        visitor = access.visitor_with(token)
        shown = queries.visitor_page(access.chat_of_visitor(visitor))
    remember("chat", visitor.chat_id)
    state = {
        **shown,
        "token": token,
        "brand": settings().brand,
        "urls": _URLS,
        "grace_seconds": settings().queue_grace_seconds,
        "pictures": limits(),
        "theme": request.cookies.get("livedesk_theme"),
        "now": clock.iso(clock.now()),
    }
    return render_template("member_portal/chat.html", state=state)
