"""The forms of the team's side."""

from wtforms import StringField, TextAreaField
from wtforms.validators import AnyOf, Optional

from core.forms import ClientIdField, Storable
from core.text import BODY_LIMIT, clean_body
from tickets.form_files import FormWithFiles, NeedsWords
from tickets.rules import STATUSES


def _body(label: str, missing: str) -> TextAreaField:
    return TextAreaField(label, [NeedsWords(missing), Storable(clean_body, limit=BODY_LIMIT)])


class ReplyForm(FormWithFiles):
    """An answer that the requester reads; an empty `status` leaves the ticket as it is."""

    body = _body("Reply", "Write your reply")
    status = StringField("Status", [Optional(), AnyOf(STATUSES, "There is no such status")])
    client_id = ClientIdField()


class NoteForm(FormWithFiles):
    """Words for the team only."""

    body = _body("Internal note", "Write your note")
    client_id = ClientIdField()
