"""The files that come with a request, as whoever has sent them."""

from flask import request
from werkzeug.datastructures import FileStorage

from core.errors import Invalid
from core.languages import lazy_gettext as _
from tickets.uploading import Upload


def the_file(owner: str, *, chat_id: str | None = None) -> Upload:
    """The one file of a request in the field `file`. Raises Invalid when there is none."""
    sent = request.files.get("file")
    if sent is None:
        sentence = _("There is no file in this.")
        raise Invalid(sentence, fields={"file": [sentence]})
    return upload(sent, owner, chat_id=chat_id)


def upload(sent: FileStorage, owner: str, *, chat_id: str | None = None) -> Upload:
    return Upload(
        content=sent.stream,
        name=sent.filename or "",
        owner=owner,
        address=request.remote_addr or "",
        chat_id=chat_id,
    )
