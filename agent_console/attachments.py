"""Pictures that the team sends: to a chat that one may read, or for an answer in a ticket."""

from flask import Response, jsonify, make_response

from accounts import access, login
from accounts.access import SignInNeeded
from accounts.models import Account
from chat.actors import Agent
from chat.attachments import owner_for_agent
from core.database import reading
from core.errors import Forbidden
from core.uploads import answers_json, takes_files
from tickets import sent_files
from tickets.attachments import staff_key
from tickets.form_files import Sender, sent_before
from tickets.uploading import Upload, store


@answers_json
@takes_files(1)
def upload_to_chat(chat_id: str) -> Response:
    account = _agent()
    agent = Agent(id=account.id, name=account.name, role=account.role, session_id="")
    with reading():
        owner = owner_for_agent(agent, chat_id)
    return _stored(sent_files.the_file(owner, chat_id=chat_id))


@answers_json
@takes_files(1)
def upload_for_ticket() -> Response:
    return _stored(sent_files.the_file(staff_key(_agent().id)))


@answers_json
def free_uploads() -> Response:
    """Those of the named ones (`?id=…&id=…`) that can still be attached, for a form's draft."""
    return jsonify({"attachments": sent_before(sender(_agent()))})


def sender(account: Account) -> Sender:
    """Somebody of the team, with the files in an answer or a note."""
    key = staff_key(account.id)
    return Sender(owner=key, keys=frozenset({key}))


def _agent() -> Account:
    try:
        return access.require_agent(login.current_account())
    except SignInNeeded as needed:
        # A page would lead to the sign-in form; a script is told.
        raise Forbidden(needed.message) from None


def _stored(upload: Upload) -> Response:
    return make_response(jsonify({"attachment": store(upload)}), 201)
