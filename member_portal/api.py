"""The JSON API under `/api/v1`: starting a chat, and the fallback for networks without WebSocket.

The same use cases, ids and limits as the live connection; a foreign Origin is refused.
"""

from typing import Any, TypeVar

import msgspec
from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import HTTPException

from chat import access, closing, desk, intake, messaging, presence, queries, schemas
from chat.actors import Visitor
from chat.asking import Question
from chat.attachments import owner_for_visitor
from chat.catching_up import caught_up
from core import answers, clock, uploads
from core.database import reading
from core.errors import Forbidden, Invalid, Refused
from core.settings import settings
from core.uploads import answers_json, takes_files
from core.writer import writer
from live.gate import Nothing
from member_portal.api_answers import desk_answer, outcome_answer
from member_portal.errors import refusal_of
from member_portal.opened import remember
from member_portal.visitor import visitor_of_request
from tickets import sent_files
from tickets.uploading import store

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")

Schema = TypeVar("Schema", bound=msgspec.Struct)


@blueprint.before_request
def _only_json_from_our_own_pages() -> None:
    origin = request.headers.get("Origin")
    if origin is not None and origin not in settings().origins:
        raise Forbidden("This page may not use the API.")
    takes = "multipart/form-data" if uploads.wants_json() else "application/json"
    if request.method == "POST" and request.mimetype != takes:
        raise Invalid(f"Send {takes}.")


@blueprint.errorhandler(Refused)
def _refused(refusal: Refused) -> Response:
    return answers.json_refusal(refusal)


@blueprint.errorhandler(Exception)
def _failed(error: Exception) -> Response:
    if isinstance(error, HTTPException):
        return answers.json_refusal(refusal_of(error))
    return answers.json_refusal(answers.unexpected(f"API {request.endpoint}", error))


@blueprint.post("/chats")
def start_chat() -> tuple[Response, int]:
    sent = _payload(schemas.StartChat)
    newcomer = visitor_of_request(request, client_id=sent.client_id)
    question = Question(**schemas.as_dict(sent))
    verdict = intake.classify(question.question, newcomer)
    outcome = writer().run(intake.start_chat, question, newcomer, verdict)
    return outcome_answer(outcome)


@blueprint.get("/desk")
def desk_now() -> Response:
    """Open or closed, somebody there or nobody, how long it takes."""
    with reading():
        state = desk.desk_state()
    return desk_answer(state)


@blueprint.get("/chats/<token>")
def read_chat(token: str) -> Response:
    """The chat and what has come after `after_seq`; asking counts as being here."""
    after = _seq_argument()
    with reading():
        visitor = access.visitor_with(token)
    writer().run(presence.see_visitor, visitor.chat_id, clock.now_millis())
    with reading():
        return jsonify(caught_up(visitor, after=after))


@blueprint.post("/chats/<token>/messages")
def send_message(token: str) -> tuple[Response, int]:
    sent = _payload(schemas.SendMessage)
    visitor = _visitor(token)
    draft = messaging.Draft(
        chat_id=visitor.chat_id,
        client_id=sent.client_id,
        body=sent.body,
        attachments=sent.attachments,
    )
    message = writer().run(messaging.post_as_visitor, visitor, draft)
    return jsonify({"message": message}), 201


@blueprint.post("/chats/<token>/attachments")
@answers_json
@takes_files(1)
def upload_picture(token: str) -> tuple[Response, int]:
    """A picture for a message to come; the message names its id."""
    with reading():
        visitor = access.visitor_with(token)
        owner = owner_for_visitor(visitor)
    remember("chat", visitor.chat_id)
    attachment = store(sent_files.the_file(owner, chat_id=visitor.chat_id))
    return jsonify({"attachment": attachment}), 201


@blueprint.post("/chats/<token>/leave")
def leave(token: str) -> Response:
    if request.get_data():
        _payload(Nothing)
    chat = writer().run(_left, _visitor(token))
    return jsonify({"ok": True, "chat": chat})


@blueprint.post("/chats/<token>/rating")
def rate(token: str) -> Response:
    sent = _payload(schemas.Rating)
    writer().run(closing.rate, _visitor(token), sent.score, sent.comment)
    return jsonify({"ok": True})


@blueprint.post("/chats/<token>/read")
def mark_read(token: str) -> Response:
    sent = _payload(schemas.Mark)
    visitor = _visitor(token)
    writer().run(messaging.mark, visitor, visitor.chat_id, "read", sent.seq)
    return jsonify({"ok": True})


def _visitor(token: str) -> Visitor:
    with reading():
        return access.visitor_with(token)


def _left(visitor: Visitor) -> dict[str, Any]:
    return queries.chat_for_visitor(closing.leave(visitor))


def _payload(schema: type[Schema]) -> Schema:
    try:
        return msgspec.json.decode(request.get_data(cache=False), type=schema)
    except msgspec.ValidationError as error:
        raise answers.schema_refusal(error) from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Invalid("The body is not JSON.") from None


def _seq_argument() -> int:
    given = request.args.get("after_seq", "0")
    if not (given.isascii() and given.isdigit() and len(given) <= 10):
        sentence = "Expected a whole number from 0."
        raise Invalid(sentence, fields={"after_seq": [sentence]})
    return int(given)
