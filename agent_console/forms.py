"""The forms of the team's side."""

from wtforms import StringField, TextAreaField
from wtforms.validators import AnyOf, DataRequired, Optional

from core.forms import ClientIdField, Form, Storable
from core.text import BODY_LIMIT, clean_body
from tickets.rules import STATUSES


def _body(label: str, missing: str) -> TextAreaField:
    return TextAreaField(label, [DataRequired(missing), Storable(clean_body, limit=BODY_LIMIT)])


class ReplyForm(Form):
    """An answer that the requester reads; an empty `status` leaves the ticket as it is."""

    body = _body("Reply", "Write your reply")
    status = StringField("Status", [Optional(), AnyOf(STATUSES, "There is no such status")])
    client_id = ClientIdField()


class NoteForm(Form):
    """Words for the team only."""

    body = _body("Internal note", "Write your note")
    client_id = ClientIdField()
