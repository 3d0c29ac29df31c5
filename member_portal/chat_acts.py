"""What a visitor does with a chat besides talking: leave it for a ticket, keep what was said."""

from flask import Response, jsonify, make_response, redirect, render_template
from werkzeug.wrappers import Response as AnyResponse

from chat import access, handout, leaving
from chat.actors import Visitor
from chat.handout import Handout
from core.database import reading, transaction
from core.forms import redrawn_by
from core.uploads import answers_json
from member_portal.chat_page import chat_page_again


@redrawn_by(chat_page_again)
def leave_for_ticket(token: str) -> AnyResponse:
    """To the form that is filled in with all that was written in this chat."""
    visitor = _visitor(token)
    with transaction():
        address = leaving.leave_for_ticket(visitor, way_back=f"/chat/{token}")
    return redirect(address, code=303)


def transcript(token: str) -> str:
    """To read, and to print."""
    return render_template(
        "member_portal/transcript.html", handout=_handout(token), address=f"/chat/{token}"
    )


def transcript_file(token: str) -> Response:
    response = make_response(handout.as_text(_handout(token)))
    day = _day(_handout(token))
    response.headers["Content-Type"] = "text/plain; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="chat-{day}.txt"'
    return response


@answers_json
def mail_transcript(token: str) -> Response:
    """To the address of this chat, once."""
    visitor = _visitor(token)
    with transaction():
        email = handout.mail(visitor)
    return jsonify({"ok": True, "sent_to": email})


def _visitor(token: str) -> Visitor:
    with reading():
        return access.visitor_with(token)


def _handout(token: str) -> Handout:
    with reading():
        return handout.handout_for(access.visitor_with(token))


def _day(shown: Handout) -> str:
    return shown.started_at.date().isoformat()
