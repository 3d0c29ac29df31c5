"""Every address of the team's side, and the view that answers it."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint

from agent_console import (
    attachments,
    blocks,
    bulk,
    console,
    drafts,
    history,
    inbox,
    own_settings,
    palette,
    people,
    replies,
    tickets,
    views,
)
from agent_console.settings import routes as settings
from core import moments

blueprint = Blueprint("agent_console", __name__, url_prefix="/console")
blueprint.record_once(lambda state: moments.install(state.app))

_PAGES: tuple[tuple[str, Callable[..., Any]], ...] = (
    ("", console.console),
    ("/tickets", inbox.tickets),
    ("/tickets/<reference>", tickets.ticket),
    ("/attachments", attachments.free_uploads),
    ("/history", history.ended_chats),
    ("/history/<chat_id>", history.ended_chat),
    ("/blocks", blocks.blocks),
    *settings.PAGES,
)
_ACTIONS: tuple[tuple[str, Callable[..., Any]], ...] = (
    ("/tickets/bulk", bulk.act_on_tickets),
    ("/tickets/views", views.save_view),
    ("/tickets/views/<view_id>/removal", views.remove_view),
    ("/tickets/<reference>/replies", tickets.reply_to_ticket),
    ("/tickets/<reference>/notes", tickets.add_note),
    ("/tickets/<reference>/merging", tickets.merge_ticket),
    ("/tickets/<reference>/reading", tickets.look_at_ticket),
    ("/tickets/<reference>/properties", tickets.change_properties),
    ("/chats/<chat_id>/attachments", attachments.upload_to_chat),
    ("/attachments", attachments.upload_for_ticket),
    ("/blocks/<block_id>/lifting", blocks.lift_block_from_list),
    *settings.ACTIONS,
)
# JSON for the console's script; each view stands behind `doors.json_door`.
_API: tuple[tuple[str, str, Callable[..., Any]], ...] = (
    ("GET", "/api/settings", own_settings.own_settings),
    ("PUT", "/api/settings", own_settings.save_own_settings),
    ("GET", "/api/replies", replies.saved_replies),
    ("POST", "/api/replies", replies.create_reply),
    ("PUT", "/api/replies/<reply_id>", replies.change_reply),
    ("DELETE", "/api/replies/<reply_id>", replies.delete_reply),
    ("GET", "/api/find", palette.find),
    ("GET", "/api/drafts", drafts.own_drafts),
    ("PUT", "/api/chats/<chat_id>/draft", drafts.keep_draft),
    ("GET", "/api/chats/<chat_id>/person", people.who_is_this),
    ("POST", "/api/chats/<chat_id>/notes", people.note_on_person),
    ("DELETE", "/api/notes/<note_id>", people.take_back_note),
    ("POST", "/api/chats/<chat_id>/block", people.block_visitor),
    ("DELETE", "/api/blocks/<block_id>", people.lift_block),
)

for _rule, _view in _PAGES:
    blueprint.add_url_rule(_rule, view_func=_view, methods=["GET"])
for _rule, _view in _ACTIONS:
    blueprint.add_url_rule(_rule, view_func=_view, methods=["POST"])
for _method, _rule, _view in _API:
    blueprint.add_url_rule(_rule, view_func=_view, methods=[_method])
