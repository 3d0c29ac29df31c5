"""The agent console: a shell whose script draws the queue, the chats and everything live."""

import msgspec
from flask import render_template, request
from flask_wtf.csrf import generate_csrf

from accounts import access, agent_settings, login
from accounts.models import Account
from chat import drafts, queries
from chat.language.names import languages
from core import clock
from core.database import reading
from core.settings import settings
from tickets.form_files import limits

_URLS = {
    "tickets": "/console/tickets",
    "history": "/console/history",
    "dashboard": None,
    "settings": "/console/settings",
    "logout": "/logout",
}


def console() -> str:
    account = access.require_agent(login.current_account())
    state = {
        "agent": _agent(account),
        "brand": settings().brand,
        "csrf_token": generate_csrf(),
        "theme": request.cookies.get("livedesk_theme"),
        "now": clock.iso(clock.now()),
        "languages": [
            {"code": one.tag, "name": one.english_name, "endonym": one.endonym}
            for one in languages()
        ],
        "targets": _targets(),
        "pictures": limits(),
        "settings": _settings(account),
        "drafts": _drafts(account),
        "urls": _URLS,
    }
    return render_template("agent_console/console.html", state=state)


def _agent(account: Account) -> dict[str, object]:
    with reading():
        agent = queries.agent(account.id, settings().agent_capacity) or {}
    return {**agent, "name": account.name, "email": account.email, "role": account.role}


def _targets() -> dict[str, int]:
    """How long a chat may wait for an agent, and a message for an answer."""
    return {
        "claim_seconds": settings().claim_target_seconds,
        "answer_seconds": settings().answer_target_seconds,
    }


def _settings(account: Account) -> object:
    with reading():
        return msgspec.to_builtins(agent_settings.of(account.id))


def _drafts(account: Account) -> object:
    with reading():
        return drafts.drafts_of(account.id)
