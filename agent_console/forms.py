"""The forms of the team's side."""

from wtforms import BooleanField, IntegerField, StringField, TextAreaField
from wtforms.validators import AnyOf, DataRequired, Length, Optional

from core.forms import ClientIdField, Form, Storable
from core.text import BODY_LIMIT, clean_body
from tickets.form_files import FormWithFiles, NeedsWords
from tickets.properties import Properties
from tickets.rules import PRIORITIES, STATUSES


def _body(label: str, missing: str) -> TextAreaField:
    return TextAreaField(label, [NeedsWords(missing), Storable(clean_body, limit=BODY_LIMIT)])


class ReplyForm(FormWithFiles):
    """An answer that the requester reads; an empty `status` leaves the ticket as it is.

    `seen` is the number of the last entry that stood on the page.
    """

    body = _body("Reply", "Write your reply")
    status = StringField("Status", [Optional(), AnyOf(STATUSES, "There is no such status")])
    client_id = ClientIdField()
    seen = IntegerField("Seen", [Optional()])


class NoteForm(FormWithFiles):
    """Words for the team only."""

    body = _body("Internal note", "Write your note")
    client_id = ClientIdField()


def _status() -> StringField:
    return StringField("Status", [AnyOf(STATUSES, "There is no such status")])


def _priority() -> StringField:
    return StringField("Priority", [AnyOf(PRIORITIES, "There is no such priority")])


class PropertiesForm(Form):
    """What a ticket is to be, and what it was when the page was drawn (`was_…`)."""

    status = _status()
    assignee = StringField("Assigned to")
    priority = _priority()
    was_status = _status()
    was_assignee = StringField("Assigned to")
    was_priority = _priority()

    take = StringField("Take it")

    def wanted_by(self, account_id: str) -> Properties:
        """The button "Take it" gives the ticket to whoever presses it."""
        return Properties(
            status=self.status.data,
            assignee_id=account_id if self.take.data else self.assignee.data or None,
            priority=self.priority.data,
        )

    @property
    def was(self) -> Properties:
        return Properties(
            status=self.was_status.data,
            assignee_id=self.was_assignee.data or None,
            priority=self.was_priority.data,
        )


class MergingForm(Form):
    """The ticket in which this one goes on, by its number."""

    into = StringField("Merge into", [DataRequired("Say which ticket: IT-1001"), Length(max=20)])


class BulkForm(Form):
    """One act, and what it is to make of the chosen tickets."""

    act = StringField("Act", [AnyOf(("assign", "status", "priority", "merge"))])
    assignee = StringField("Assigned to")
    status = StringField("Status", [Optional(), AnyOf(STATUSES)])
    priority = StringField("Priority", [Optional(), AnyOf(PRIORITIES)])


class ViewForm(Form):
    """A name for a way to look at the inbox; its address comes with it."""

    name = StringField("Name", [DataRequired("Give the view a name"), Length(max=60)])
    is_shared = BooleanField("Everybody of the team sees it")
