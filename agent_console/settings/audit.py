"""The audit trail, to read: for admins, newest first, by act and by person."""

from flask import Response, request

from accounts import trail
from agent_console.settings.pages import admin, drawn
from core.database import reading


def audit_trail() -> Response:
    account = admin()
    act, actor = request.args.get("act") or None, request.args.get("actor") or None
    with reading():
        page = trail.page(act=act, actor=actor, before=request.args.get("before", type=int))
        acts, actors = trail.acts(), trail.actors()
    return drawn(
        "audit", account=account, page=page, act=act, actor=actor, acts=acts, actors=actors
    )
